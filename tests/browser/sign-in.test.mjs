// Ways in besides the password: a passkey of the device, and the lock of a screen that was left alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enter, look, open, startBrowser, startServer } from './support.mjs';

let server;
let browser;
before(async () => {
  server = await startServer();
  browser = await startBrowser();
});
after(async () => { await browser?.close(); await server?.stop(); });

/** The address by the name under which browsers give passkeys without encryption. */
const at = (path) => new URL(path, server.url.replace('127.0.0.1', 'localhost')).href;

/** A device with a fingerprint reader that always recognizes its owner. */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
}

test('a passkey is added, signs in by itself, and is taken back by who keeps the members', async () => {
  const page = await open(browser);
  await authenticator(page);
  await page.goto(at('sign-in'));
  await enter(page, server, 'hanako');
  await page.waitForURL(at(''));
  await page.goto(at('account'));
  await page.getByLabel('機器の名前').fill('仕事用のノートパソコン');
  await page.getByRole('button', { name: 'この端末のパスキーを登録' }).click();
  await page.getByRole('heading', { name: '回復コード', level: 1 }).waitFor();
  await page.goto(at('account'));
  await page.getByRole('cell', { name: '仕事用のノートパソコン' }).or(page.getByRole('rowheader', { name: '仕事用のノートパソコン' })).waitFor();

  await page.context().clearCookies();
  await page.goto(at('sign-in'));
  await page.getByRole('button', { name: 'パスキーでサインイン' }).click();
  await page.waitForURL(at(''));

  // The password alone is half of it now. (Not looked at before: axe's own debugger would take the device away.)
  await page.context().clearCookies();
  await page.goto(at('sign-in'));
  await enter(page, server, 'hanako');
  await page.waitForURL(/\/sign-in\/code/);
  await look(page, 'sign-in-code');

  const keeper = await open(browser);
  await keeper.goto(at('sign-in'));
  await enter(keeper, server, 'admin');
  await keeper.waitForURL(at(''));
  await keeper.goto(at('organization/members?q=' + encodeURIComponent('花子')));
  await keeper.locator('tbody a').first().click();
  await keeper.getByRole('button', { name: 'パスキーと認証アプリをすべて外す' }).click();
  await keeper.getByRole('dialog').getByRole('button', { name: 'パスキーと認証アプリをすべて外す' }).click();
  await keeper.getByText('外しました').waitFor();

  await page.goto(at('sign-in'));
  await enter(page, server, 'hanako');
  await page.waitForURL(at(''));
});

test('a screen that was left is locked over what is typed, and the password opens it', async () => {
  const page = await open(browser);
  await page.clock.install();
  await page.goto(at('sign-in'));
  await enter(page, server, 'saburo');
  await page.waitForURL(at(''));
  await page.goto(at('law/draft'));
  const field = page.locator('main textarea, main input[type=text], main input[type=search]').first();
  await field.fill('打ちかけの言葉');
  await page.clock.fastForward('10:01');
  await page.clock.runFor(2_000);
  const dialog = page.getByRole('dialog', { name: '画面をロックしました' });
  await dialog.waitFor();
  await look(page, 'locked');
  await page.keyboard.press('Escape');
  assert.ok(await dialog.isVisible(), 'no key opens it');
  await dialog.getByLabel('パスワード').fill('これは違います');
  await dialog.getByRole('button', { name: 'ロックを解除' }).click();
  await dialog.getByText('パスワードが違います').waitFor();
  await dialog.getByLabel('パスワード').fill(server.member('saburo').password);
  await dialog.getByRole('button', { name: 'ロックを解除' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await field.inputValue(), '打ちかけの言葉');
});
