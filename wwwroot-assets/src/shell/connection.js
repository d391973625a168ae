// The circuit may be lost for a second or for a night. The page stays readable, says so, and comes back by itself.
import { delayAfter } from './backoff.js';

let down = false;
let wake = () => {};

export function startBlazor() {
  if (!window.Blazor) return; // static pages carry no circuit
  addEventListener('online', () => wake());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  watchForBrokenCircuit();
  window.Blazor.start({
    circuit: {
      reconnectionHandler: { onConnectionDown: lost, onConnectionUp: found },
      configureSignalR: builder => builder.withServerTimeout(20_000).withKeepAliveInterval(5_000),
    },
  }).catch(restart); // there is no circuit to come back to
}

async function lost() {
  if (down) return;
  down = true;
  const since = new Date();
  for (let attempt = 0; down; attempt++) {
    await countdown(since, attempt === 0 ? 0 : delayAfter(attempt));
    if (!down) return;
    show(since, 0);
    try {
      if (await reconnected()) return found();
      return reload(since); // the server answers, but our circuit is gone with the server that held it
    } catch { /* no answer yet; for ever */ }
  }
}

async function reconnected() {
  return window.Blazor.reconnect ? await window.Blazor.reconnect() : false;
}

/** A reload while the server is still away would end on the browser's own error page, from which nothing comes back. */
async function reload(since) {
  for (let attempt = 1; ; attempt++) {
    if (await answers()) { leave(); return; }
    await countdown(since, delayAfter(attempt));
  }
}

/** Nobody is asked whether to leave: what is typed cannot be saved over a circuit that is gone. */
function leave() {
  addEventListener('beforeunload', event => event.stopImmediatePropagation(), true);
  location.reload();
}

async function answers() {
  try {
    const response = await fetch(location.href, { method: 'GET', cache: 'no-store', headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(10_000) });
    return response.status < 500;
  } catch { return false; }
}

function found() {
  down = false;
  banner().hidden = true;
  document.documentElement.removeAttribute('data-connection');
}

/** Waits, showing the seconds. Ends early when the network or the person comes back. */
async function countdown(since, seconds) {
  for (let left = seconds; left > 0; left--) {
    show(since, left);
    const woken = await new Promise(resolve => {
      const timer = setTimeout(() => resolve(false), 1000);
      wake = () => { clearTimeout(timer); resolve(true); };
    });
    wake = () => {};
    if (woken) return;
  }
}

function show(since, left) {
  const element = banner();
  const { pattern, now } = element.dataset;
  const time = since.toLocaleTimeString(document.documentElement.lang || undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  element.querySelector('[data-text]').textContent = (left > 0 ? pattern : now).replace('{time}', time).replace('{seconds}', left);
  element.hidden = false;
  document.documentElement.dataset.connection = 'lost';
}

function banner() {
  return document.getElementById('connection');
}

/** Loads the page anew, at most once a minute: what fails at once again must not go round in a circle. */
async function restart() {
  if (down) return;
  down = true;
  const since = new Date();
  const left = () => Math.ceil((Number(sessionStorage.getItem('ems-restarted') ?? 0) + 60_000 - Date.now()) / 1000);
  // The countdown ends early when somebody comes back; the minute does not.
  while (left() > 0) await countdown(since, left());
  show(since, 0);
  sessionStorage.setItem('ems-restarted', String(Date.now()));
  await reload(since);
}

/** An error that ended the circuit: Blazor shows #blazor-error-ui and is deaf from then on. */
function watchForBrokenCircuit() {
  const element = document.getElementById('blazor-error-ui');
  if (!element) return;
  new MutationObserver(() => {
    if (element.style.display === 'block') restart();
  }).observe(element, { attributes: true, attributeFilter: ['style'] });
}
