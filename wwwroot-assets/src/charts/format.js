const gap = '\u202f';
const none = '—';

/** 1234.5 → "1 235": groups by a narrow space, decimals by size, a true minus. The same rule as Formats.Amount. */
export function amount(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return none;
  const size = Math.abs(value);
  const decimals = size >= 1000 ? 0 : size >= 10 ? 1 : 2;
  const [whole, part] = size.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, gap);
  const zero = Number(size.toFixed(decimals)) === 0;
  return (value < 0 && !zero ? '\u2212' : '') + grouped + (part ? `.${part}` : '');
}

/** Ticks of an axis need no more decimals than their steps. */
export function tick(value) {
  const size = Math.abs(value);
  const text = Number.isInteger(value) ? size.toFixed(0) : String(Number(size.toFixed(3)));
  const [whole, part] = text.split('.');
  return (value < 0 ? '\u2212' : '') + whole.replace(/\B(?=(\d{3})+$)/g, gap) + (part ? `.${part}` : '');
}

/** "8 Nov" or "11月8日"; the year only where it is asked for. */
export function day(iso, language, withYear = false) {
  const [year, month, date] = iso.split('-').map(Number);
  if (language.startsWith('zh')) return `${withYear ? `${year}年` : ''}${month}月${date}日`;
  const name = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(year, month - 1, date))).slice(0, 3);
  return `${date}\u00a0${name}${withYear ? ` ${year}` : ''}`;
}
