// The document as it stands, with a mark on each element that a visitor does not see.
(() => {
  const root = document.documentElement;
  const copy = root.cloneNode(true);
  const there = [...root.querySelectorAll("*")], copied = [...copy.querySelectorAll("*")];
  there.forEach((element, at) => {
    // A field may be transparent where its label is drawn in its place.
    const opacityProperty = !element.matches("input, select, textarea");
    if (!element.checkVisibility({ opacityProperty, visibilityProperty: true })) {
      copied[at].setAttribute("data-clausecheck-hidden", "");
    }
    if (element.shadowRoot) {
      copied[at].setAttribute("data-clausecheck-component", "");
    }
  });
  return copy.outerHTML;
})()
