// A sample server and a real browser for the tests. Nothing here knows a page.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SHOTS = process.env.SCREENSHOTS ?? new URL('../../target/screenshots/', import.meta.url).pathname;
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Starts `kitei demo --json` on a free port and waits until it is ready. */
export async function startServer() {
  const child = spawn(process.env.KITEI, ['demo', '--json', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = JSON.parse(line);
    const stop = () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); });
    return { ...ready, stop, member: (login) => ready.members.find((member) => member.login === login) };
  }
  throw new Error('the server ended before it was ready');
}

/** A browser, closed by the caller. */
export const startBrowser = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A signed-in page of its own, as wide as a desktop unless told otherwise. Requests to elsewhere fail the test. */
export async function signIn(browser, server, login, viewport = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ locale: 'ja-JP', viewport, acceptDownloads: true, bypassCSP: true });
  const page = await context.newPage();
  page.outside = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1[:/]|data:|blob:)/.test(request.url())) page.outside.push(request.url());
  });
  await page.goto(new URL('sign-in', server.url).href);
  await page.getByLabel('ログイン名').fill(login);
  await page.getByLabel('パスワード').fill(server.member(login).password);
  await page.getByRole('button', { name: 'サインイン' }).click();
  await page.waitForURL(server.url);
  return page;
}

/** A picture for people to look at, and the checks that every page must pass. */
export async function look(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  // A picture has a greatest height; a longer page is shown from its top.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: height < 12_000 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const faults = violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
  if (overflow > 0) faults.push(`sideways overflow of ${overflow} px`);
  if (page.outside.length > 0) faults.push(`requests to the outside: ${page.outside.join(', ')}`);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('\n')}`);
}
