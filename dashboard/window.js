// Each choice a person makes is one step in the browser's history, so that Back takes back the last one. Streamlit writes
// the value of a control over the present address: Back would leave for whatever was open before the dashboard. And what
// it tidies by itself is a step to it: the value of a control that is not shown any more, also where a link leads to
// another page and the page that is left loses its values first. Back would lead there for nothing.
const DONE = Symbol.for("budgetlens-window");
const NARROW = matchMedia("(max-width: 640px)");
const CONTROLS = "[data-testid=stMain], [data-testid=stSidebar], [data-baseweb=popover], [role=listbox]";

function listen() {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const next = (url) => new URL(url ?? location.href, location.href);
  const isHere = (url) => next(url).pathname === location.pathname;
  let chosen = false;
  let leaving = false;
  let stepped = false;
  const noted = ({ target }) => {
    const link = target.closest?.("a[href]");
    leaving = Boolean(link) && !isHere(link.href);
    chosen = !leaving && Boolean(target.closest?.(CONTROLS));
    stepped = false;
  };
  const step = (...state) => {
    push(...state);
    chosen = leaving = false;
    stepped = true;
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, noted, true);
  window.addEventListener("popstate", () => {
    chosen = leaving = false;
    stepped = true;
  }, true);
  history.pushState = (state, title, url) => {
    if (leaving && isHere(url)) return;
    (stepped && isHere(url) ? replace : step)(state, title, url);
  };
  history.replaceState = (state, title, url) => {
    const isStep = chosen && isHere(url) && next(url).search !== location.search;
    (isStep ? step : replace)(state, title, url);
  };
}

export default function ({ data, setStateValue }) {
  // Charts break their words for a phone in a narrow window of any computer too.
  const tell = () => {
    if (NARROW.matches !== data.narrow) setStateValue("narrow", NARROW.matches);
  };
  NARROW.onchange = tell;
  tell();
  if (window[DONE]) return;
  window[DONE] = true;
  listen();
}
