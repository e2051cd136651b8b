// An evidence pack, taken by the manager and checked by a stranger: the page inside it, opened from the disk, without a server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { check, signIn, startBrowser, startServer } from './support.mjs';

let server;
let browser;
let folder;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
  folder = mkdtempSync(join(tmpdir(), 'kitei-pack-'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** Another ZIP file in which one byte of the first file with this ending is another. */
const REPACK = `
import sys, zipfile
source, target, ending = sys.argv[1:]
old, new = zipfile.ZipFile(source), zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED)
bent = next(name for name in old.namelist() if name.endswith(ending))
for name in old.namelist():
    data = bytearray(old.read(name))
    if name == bent:
        data[len(data) // 2] ^= 1
    new.writestr(name, bytes(data))
new.close()
print(bent, end='')
`;
const python = (...args) => execFileSync('python3', args, { encoding: 'utf8' });

/** The page of a pack, opened as a file, after it has checked another. */
async function verified(page, file) {
  await page.goto(pathToFileURL(join(folder, 'verify.html')).href);
  await page.locator('#file').setInputFiles(file);
  await page.locator('#verdict').waitFor();
  return (await page.locator('#verdict').textContent()).trim();
}

async function stranger(locale) {
  const context = await browser.newContext({ locale, offline: true, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  page.faults = [];
  page.on('request', (request) => { if (!request.url().startsWith('file:')) page.faults.push(`request: ${request.url()}`); });
  page.on('pageerror', (error) => page.faults.push(`script: ${error.message}`));
  return page;
}

test('a pack is taken from a record and from the register, and checked without a server', async () => {
  const page = await signIn(browser, server, 'saburo');
  await page.goto(new URL('registers/holdings_register', server.url).href);
  const register = await save(page, page.getByRole('link', { name: '証跡パック' }), 'register.zip');
  await page.locator('tbody th a').first().click();
  const record = await save(page, page.getByRole('link', { name: '証跡パック（ZIP）' }), 'record.zip');
  python('-c', 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("verify.html", sys.argv[2])', record, folder);
  // The page in a pack is the one that the server hands out to everybody.
  const published = await page.request.get(new URL('log/verify.html', server.url).href);
  assert.equal(readFileSync(join(folder, 'verify.html'), 'utf8'), await published.text());

  const reader = await stranger('ja-JP');
  assert.equal(await verified(reader, record), '確かめたことは、すべて合っています。');
  assert.equal(await reader.locator('ul.checks li.bad').count(), 0);
  assert.equal(await reader.locator('#records tbody tr').count(), 1);
  assert.match(await reader.locator('#result').textContent(), /件のできごとが、署名された証跡に入っています/);
  await check(reader, 'pack-good');
  assert.equal(await verified(reader, register), '確かめたことは、すべて合っています。');
  assert.ok((await reader.locator('#records tbody tr').count()) > 3);

  const english = await stranger('en-US');
  assert.equal(await verified(english, record), 'All that was checked agrees.');
  await english.getByRole('button', { name: '日本語' }).click();
  assert.equal(await english.locator('#verdict').textContent(), '確かめたことは、すべて合っています。');

  for (const ending of ['record.json', 'record.pdf', 'events.json', 'checkpoint', 'manifest.json', 'manifest.note', 'verifier-key.txt']) {
    const bent = join(folder, `bent-${ending}.zip`);
    const name = python('-c', REPACK, record, bent, ending);
    assert.equal(await verified(reader, bent), '合わないところがあります。', ending);
    const named = await reader.locator('#faults code').allTextContents();
    const isNamed = named.includes(name) || (ending === 'manifest.note' && named.includes('manifest.json'));
    assert.ok(isNamed, `${name} is not among ${named}`);
  }
  await check(reader, 'pack-bad');
  assert.deepEqual(reader.faults, []);
});

test('what is no pack is told as such', async () => {
  const page = await signIn(browser, server, 'saburo');
  const answer = await page.request.get(new URL('log/verify.html', server.url).href);
  writeFileSync(join(folder, 'verify.html'), await answer.body());
  const reader = await stranger('ja-JP');
  const file = join(folder, 'no.zip');
  writeFileSync(file, 'no pack');
  assert.equal(await verified(reader, file), '合わないところがあります。');
  assert.match(await reader.locator('#faults').textContent(), /no\.zip：ZIPファイルとして読めません/);
});

async function save(page, link, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const path = join(folder, name);
  await download.saveAs(path);
  return path;
}
