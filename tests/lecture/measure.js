// What the slides of a deck show, in pixels of 1280 × 720: one pass, layout only. Returns one record a slide.
async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map(image => image.decode().catch(() => null)));
    const box = ({left, top, right, bottom}) => ({left, top, right, bottom});
    const words = root => {  // the texts that are shown, formulas apart
        const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const node = walk.currentNode, range = document.createRange();
            if (!node.data.trim() || node.parentElement.closest("aside, svg")) continue;
            range.selectNodeContents(node);
            const end = node.parentElement.closest("pre")?.getBoundingClientRect().right ?? Infinity;
            found.push({
                text: node.data.trim(),
                size: parseFloat(getComputedStyle(node.parentElement).fontSize),
                code: Boolean(node.parentElement.closest("pre, code")),
                boxes: [...range.getClientRects()].map(box).map(b => ({...b, right: Math.min(b.right, end)})),
            });
        }
        return found;
    };
    const painted = image => {  // the picture itself, inside its box
        const {left, top, width, height} = image.getBoundingClientRect();
        const scale = Math.min(width / image.naturalWidth, height / image.naturalHeight);
        const x = (width - scale * image.naturalWidth) / 2, y = (height - scale * image.naturalHeight) / 2;
        return {left: left + x, top: top + y, right: left + width - x, bottom: top + height - y};
    };
    document.querySelectorAll(".slides section").forEach(slide => slide.style.display = "block");  // all at once
    return Reveal.getSlides().map(slide => {
        const body = slide.querySelector(".body");
        const header = slide.querySelector("header:not(.again)");
        return {
            heading: header ? header.innerText : "",
            header: words(slide.querySelector("header")),
            body: words(body),
            foot: slide.querySelector("footer").getBoundingClientRect().top,
            formulas: [...slide.querySelectorAll(".page svg.math")].map(svg => box(svg.getBoundingClientRect())),
            pictures: [...body.querySelectorAll(".picture img")].map(painted),
            cut: [...body.querySelectorAll("pre")].filter(pre => pre.scrollWidth > pre.clientWidth).length,
            notes: [...slide.querySelectorAll("aside")].map(aside => aside.textContent).join(" "),
        };
    });
}
