if (location.search.includes("print-pdf")) {  // all pages, one below the other; links to other files would break
    document.getElementById("reveal").remove();
    document.querySelectorAll("a:not([href^='#'], [href^='http'])").forEach(link => link.removeAttribute("href"));
} else {
    Reveal.initialize({
        width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false, scrollActivationWidth: null,
        transition: "none", backgroundTransition: "none", controls: false, hash: true, plugins: [RevealNotes],
        slideNumber: "c/t",  // with key G one jumps to a number; the number itself stands at the foot of each page
    });
}
