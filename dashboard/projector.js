// Keys of the projector. A move is a step in the browser's history, which the page follows as it follows Back: every
// control takes its value from the address, so that a view is what its link says.
const MOVES = {
  ArrowRight: "next", PageDown: "next", " ": "next",
  ArrowLeft: "previous", PageUp: "previous",
  Home: "first", End: "last", Escape: "leave",
};
let listening = null;

function go(address) {
  if (!address) return;
  const target = new URL(address, document.baseURI);
  if (target.origin !== location.origin) return;
  if (target.href === location.href) return;
  history.pushState({}, "", target.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

export default function ({ data, parentElement }) {
  listening?.abort();
  listening = new AbortController();
  const mine = listening;
  if (data.go) {
    go(data.go);
    return () => mine.abort();
  }
  for (const button of parentElement.querySelectorAll("button")) {
    const move = button.dataset.move;
    button.title = data.words[move];
    button.setAttribute("aria-label", data.words[move]);
    button.disabled = !data.moves[move];
    button.onclick = () => go(data.moves[move]);
  }
  parentElement.querySelector(".place").textContent = data.place;
  document.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable=true]")) return;
    event.preventDefault();
    event.stopPropagation();
    go(data.moves[move]);
  }, { capture: true, signal: mine.signal });
  return () => mine.abort();
}
