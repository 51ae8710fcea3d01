"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const buttons = [...form.querySelectorAll("button[data-outcome]")];
  const search = form.querySelector("input");
  const status = document.querySelector(".shown");
  // A clause is an article, or the heading of a section where it obliges nobody; a heading stays with its section.
  const sections = [...document.querySelectorAll(".policy section")];
  const clauses = [...document.querySelectorAll(".policy section [data-outcome]")];
  const texts = new Map(clauses.map((clause) => [clause, clause.textContent.toLowerCase()]));

  const pressed = () => buttons.filter((button) => button.getAttribute("aria-pressed") === "true");
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  function show() {
    const outcomes = pressed().map((button) => button.dataset.outcome);
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const isFiltered = outcomes.length > 0 || words.length > 0;
    const found = new Set(clauses.filter((clause) =>
      (outcomes.length === 0 || outcomes.includes(clause.dataset.outcome)) &&
      words.every((word) => texts.get(clause).includes(word))));
    for (const clause of clauses) {
      clause.hidden = clause.matches("article") && !found.has(clause);
    }
    for (const section of sections) {
      section.hidden = isFiltered && ![...found].some((clause) => section.contains(clause));
    }
    status.textContent = isFiltered
      ? form.dataset.shown.replace("{found}", found.size).replace("{all}", clauses.length) : "";
    remember(outcomes);
  }

  function remember(outcomes) {
    const url = new URL(location.href);
    url.search = outcomes.length ? `?outcome=${outcomes.join(",")}` : "";
    if (url.href === location.href) return;
    try {
      history.replaceState(null, "", url);
    } catch {
      // A sandboxed viewer may forbid it; the filter works all the same.
    }
  }

  function reveal() {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place) return;
    const fold = place.closest("details");
    if (fold) fold.open = true;
    if (!place.closest("[hidden]")) return;
    buttons.forEach((button) => press(button, false));
    search.value = "";
    show();
    place.scrollIntoView();
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      press(button, button.getAttribute("aria-pressed") !== "true");
      show();
    });
  }
  search.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);

  function select(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  for (const button of document.querySelectorAll("button.copy")) {
    const text = button.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      select(text); // stays when the clipboard is not ours to write
      try {
        await navigator.clipboard.writeText(text.textContent);
        status.textContent = button.textContent = form.dataset.copied;
      } catch {
        document.execCommand("copy");
      }
    });
  }

  const folds = () => [...document.querySelectorAll("details:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folds();
    opened.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));

  const asked = (new URLSearchParams(location.search).get("outcome") || "").split(",");
  buttons.forEach((button) => press(button, asked.includes(button.dataset.outcome)));
  form.hidden = false;
  show();
  reveal();
})();
