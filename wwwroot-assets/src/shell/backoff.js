/** Seconds to wait after so many failed attempts: quick at first, then every 15 s for as long as it takes. */
export function delayAfter(attempts) {
  return Math.min(15, 2 ** Math.min(attempts, 4));
}
