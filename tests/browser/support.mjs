// A sample server and a real browser for the tests. Nothing here knows a page.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SHOTS = process.env.SCREENSHOTS ?? new URL('../../target/screenshots/', import.meta.url).pathname;
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const DESKTOP = { width: 1280, height: 900 };
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Starts `kitei demo --json` on a free port and waits until it is ready. With a folder, the data stay there when it ends. */
export async function startServer(folder) {
  const data = folder ? ['--data', folder] : [];
  const child = spawn(process.env.KITEI, ['demo', '--json', '--listen', '127.0.0.1:0', ...data], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = JSON.parse(line);
    const stop = () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); });
    return { ...ready, stop, member: (login) => ready.members.find((member) => member.login === login) };
  }
  throw new Error('the server ended before it was ready');
}

/** A browser, closed by the caller. */
export const startBrowser = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** A page of its own, as wide as a desktop unless told otherwise. Requests to elsewhere and breaches of the policy fail the test. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ locale: 'ja-JP', viewport: DESKTOP, acceptDownloads: true, ...options });
  // A busy machine is no fault of a page.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('request', (request) => {
    if (!/^(http:\/\/(127\.0\.0\.1|localhost)[:/]|data:|blob:)/.test(request.url())) page.faults.push(`request to the outside: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) page.faults.push(message.text());
  });
  page.on('pageerror', (error) => page.faults.push(`script: ${error.message}`));
  return page;
}

/** A signed-in page. */
export async function signIn(browser, server, login, options = {}) {
  const page = await open(browser, options);
  await page.goto(new URL('sign-in', server.url).href);
  await enter(page, server, login);
  await page.waitForURL(server.url);
  return page;
}

/** Fills in the sign-in form that is shown. */
export async function enter(page, server, login) {
  await page.getByLabel('ログイン名').fill(login);
  await page.getByLabel('パスワード').fill(server.member(login).password);
  await page.getByRole('button', { name: 'サインイン', exact: true }).click();
}

/** What axe-core finds. It comes in through the debugger: the page's own policy stays as strict as it is for users. */
async function axe(page) {
  const debuggerSession = await page.context().newCDPSession(page);
  await debuggerSession.send('Runtime.evaluate', { expression: axeSource });
  const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const { result } = await debuggerSession.send('Runtime.evaluate', {
    expression: `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await debuggerSession.detach();
  return JSON.parse(result.value).map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}

/** How far the page reaches over its right edge, and what the checks say of it. */
export async function check(page, name) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const faults = [...(await axe(page)), ...page.faults];
  if (overflow > 0) faults.push(`sideways overflow of ${overflow} px`);
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('\n')}`);
}

const htmlValidate = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Maud writes `checked` as it is and leaves no blank lines; these three are about taste.
    'attribute-boolean-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off',
  },
});

/** What is wrong with the HTML as the server sends it. */
export async function validate(page, path) {
  const answer = await page.request.get(path);
  const report = await htmlValidate.validateString(await answer.text(), path);
  return report.results.flatMap(({ messages }) => messages.map((it) => `${path}:${it.line}:${it.column} ${it.ruleId}: ${it.message}`));
}

/** A picture for people to look at, and the checks that every page must pass. */
export async function look(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  // A picture has a greatest height; a longer page is shown from its top.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: height < 12_000 });
  await check(page, name);
}
