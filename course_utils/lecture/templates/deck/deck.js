if (location.search.includes("print-pdf")) {  // all pages, one below the other
    document.getElementById("reveal").remove();
} else {
    Reveal.initialize({
        width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false, scrollActivationWidth: null,
        transition: "none", backgroundTransition: "none", controls: false, hash: true, plugins: [RevealNotes],
    });
}
