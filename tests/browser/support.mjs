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

/** The unit of the sample operator as a whole, as forms offer it. */
export const WHOLE = '見本健康協会';

/** A day of Tokyo, as forms take it: today, or so many days from it. */
export const day = (from = 0) => new Date(Date.now() + (9 + 24 * from) * 3_600_000).toISOString().slice(0, 10);

/** The fiscal year of today, which begins in April. */
export const fiscalYear = () => { const [year, month] = day().split('-').map(Number); return month < 4 ? year - 1 : year; };

/** Begins a record of a form, and is then on the page where it is written. */
export async function begin(page, server, form, unit) {
  await page.goto(new URL(`forms/${form}/new`, server.url).href);
  const units = page.locator('select[name=unit]');
  if (unit && (await units.count()) > 0) await units.selectOption({ label: unit });
  await page.getByRole('button', { name: '書き始める' }).click();
  await page.waitForURL(/\/edit$/);
}

/** The option of a list whose words fit. */
async function optionOf(control, wanted) {
  const found = await control.locator('option').evaluateAll((options) => options.map((it) => [it.value, it.textContent]));
  const option = found.find(([value, text]) => value !== '' && wanted.test(text));
  if (!option) throw new Error(`nothing like ${wanted} among ${found.map(([, text]) => text).join(' | ')}`);
  return option[0];
}

/** Answers one field by its name, with the control that it has. A pattern chooses among the words of a list. */
async function answer(page, name, value) {
  const control = page.locator(`main form [name="${name}"]`).first();
  const kind = await control.evaluate((it) => (it.tagName === 'SELECT' ? 'select' : it.type));
  if (kind === 'select') {
    // A list may stand behind a condition that the answer before it has just met.
    await control.waitFor({ state: 'visible' });
    return control.selectOption(value instanceof RegExp ? await optionOf(control, value) : value);
  }
  const all = [value].flat().map((it) => ({ true: 'yes', false: 'no' })[it] ?? String(it));
  if (kind === 'radio') return page.locator(`main form [name="${name}"][value="${all[0]}"]`).check();
  if (kind !== 'checkbox') return control.fill(all.join('、'));
  for (const one of all) await page.locator(`main form [name="${name}"][value="${one}"]`).check();
}

/** Answers fields by their names; of a table, row by row: rows that are missing are added. */
export async function write(page, values) {
  for (const [name, value] of Object.entries(values)) {
    if (!Array.isArray(value) || typeof value[0] !== 'object') {
      await answer(page, name, value);
      continue;
    }
    for (const [index, row] of value.entries()) {
      if ((await page.locator(`main form [name^="${name}.${index}."]`).count()) === 0) {
        await page.locator(`button[name=add_row][value="${name}"]`).click();
      }
      await write(page, Object.fromEntries(Object.entries(row).map(([column, cell]) => [`${name}.${index}.${column}`, cell])));
    }
  }
}

/** What stands in fields now, by name. */
export const written = (page, ...names) => Promise.all(names.map((name) => page.locator(`main form [name="${name}"]`).first().inputValue()));

/** Presses the button that fills in what the record chosen beside it says. Rows that stand empty are taken out before: they count as written. */
export async function fillIn(page) {
  await page.locator('[data-rows] tbody > tr').evaluateAll((rows) => rows.forEach((row) => {
    const controls = [...row.querySelectorAll('input, select, textarea')];
    const isWritten = (it) => (['checkbox', 'radio'].includes(it.type) ? it.checked : it.value !== '');
    if (!controls.some(isWritten)) row.querySelector('button[name="remove_row"]')?.click();
  }));
  const answered = page.waitForEvent('domcontentloaded');
  await page.locator('button[name=fill]:visible').first().click();
  await answered;
}

/** Opens a record for writing, from its page. */
export async function edit(page, record) {
  await page.goto(record);
  await page.getByRole('link', { name: '編集する' }).first().click();
  await page.waitForURL(/\/edit$/);
}

/** Presses hand-in; gives what the summary of faults says, or nothing where there is none. */
async function press(page) {
  const answered = page.waitForEvent('domcontentloaded');
  await page.locator('button[name=then][value=submit]').last().click();
  await answered;
  const summary = page.locator('.error-summary, .refusal').first();
  return /\/edit$/.test(page.url()) ? summary.innerText() : '';
}

/** The page warns once of answers that are not asked for any more, and drops them when it is pressed again. */
async function pressOn(page) {
  const fault = await press(page);
  return fault.includes('いまの答えでは求められていません') ? press(page) : fault;
}

/** Hands in what is being written, and is then on the record's page, whose address it gives. */
export async function handIn(page) {
  const fault = await pressOn(page);
  if (fault) throw new Error(`not handed in: ${fault}`);
  return page.url();
}

/** Hands in what is refused; gives what the page says. */
export async function refusedHandIn(page) {
  const fault = await pressOn(page);
  if (!fault) throw new Error(`handed in: ${page.url()}`);
  return fault;
}

/** Does something with a record: opens it, writes the comment and presses the button of the act. */
export async function act(page, record, name, comment = '') {
  await page.goto(record);
  if (comment) await page.locator('.acts [name=comment]').fill(comment);
  const answered = page.waitForResponse((response) => response.url().endsWith('/acts') && response.request().method() === 'POST');
  await page.locator(`.acts button[name=act][value=${name}]`).click();
  const status = (await answered).status();
  await page.waitForLoadState();
  return status;
}

/** Why an act cannot be done by whoever looks at the record, as the page says it. */
export async function cannot(page, record) {
  await page.goto(record);
  await page.locator('details.refused summary').click();
  return page.locator('details.refused').innerText();
}

/** The state that the record's page shows. */
export const stateOf = (page) => page.locator('main .chip').first().innerText();
