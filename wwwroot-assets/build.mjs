// Builds src/ into wwwroot/dist/. Called by EmsDashboard.Assets.csproj on every build whose inputs changed; `node build.mjs` does the same by hand.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'wwwroot', 'dist');
const lock = join(root, '.build-lock');

await locked(async () => {
  installPackages();
  const { build } = await import('esbuild');
  const common = {
    bundle: true, minify: true, write: false, outdir: dist, absWorkingDir: root, target: ['es2022', 'chrome111', 'firefox114', 'safari16.4'],
    legalComments: 'none', logLevel: 'error',
  };
  const results = await Promise.all([
    // Classic scripts: the theme must be set before the first paint, the shell before Blazor starts.
    build({ ...common, entryPoints: { theme: 'src/theme.js', shell: 'src/shell/index.js' }, format: 'iife' }),
    build({ ...common, entryPoints: { charts: 'src/charts/index.js' }, format: 'esm' }),
    build({ ...common, entryPoints: { app: 'src/css/app.css' } }),
  ]);
  mkdirSync(dist, { recursive: true });
  for (const file of results.flatMap(result => result.outputFiles)) writeWhole(file.path, file.contents);
});

/** Installs exactly what the lock file says, once per lock file. */
function installPackages() {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const mark = join(root, 'node_modules', '.ems-installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  writeFileSync(mark, wanted);
}

/** A reader (a running server, another build) sees the old file or the new one, never half of it. */
function writeWhole(path, contents) {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, contents);
  renameSync(part, path);
}

/** Several builds may run at once; npm and the outputs belong to one of them at a time. The lock of a killed build is taken over. */
async function locked(work) {
  const deadline = Date.now() + 300_000;
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (ownerIsGone()) { rmSync(lock, { recursive: true, force: true }); continue; }
      if (Date.now() > deadline) throw new Error(`Another build has held ${lock} for five minutes. Remove it if no build is running.`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  try { await work(); } finally { rmSync(lock, { recursive: true, force: true }); }
}

function ownerIsGone() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    if (error.code === 'EPERM') return false;
    // Between making the folder and writing the pid there is a moment without an owner; only an old folder is abandoned.
    if (error.code === 'ENOENT') { try { return Date.now() - statSync(lock).mtimeMs > 10_000; } catch { return false; } }
    return true;
  }
}
