// The session: a warning before it ends, staying signed in, and nothing typed is lost when it has ended; the keyboard alone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { errorsLeadToFields, heading, open, press, words } from './kit.mjs'

const TYPED = 'He came to school in other clothes than he left in.'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

// A page whose clock can be put forward, before it is opened.
async function waiting (user) {
  const page = await kit.signIn(user, { again: true })
  await page.clock.install()
  return page
}

// To a minute before the end, as the page was told of it.
async function toTheEnd (page, seconds = 60) {
  const left = await page.evaluate(() => Date.parse(document.body.dataset.sessionEnds) - Date.parse(document.body.dataset.served))
  await page.clock.fastForward(left - seconds * 1000)
  await page.clock.runFor(1500)
}

const dialog = page => page.getByRole('dialog')

describe('a session', () => {
  test('warns before it ends; whoever stays goes on where they were', async () => {
    const page = await waiting('youthworker')
    await page.goto('/account')
    await toTheEnd(page)
    await dialog(page).waitFor()
    assert.match(await dialog(page).innerText(), /You will be signed out soon/)
    await kit.axe(page, 'session-warning')
    const stay = dialog(page).getByRole('button', { name: 'Stay signed in' })
    assert.equal(await dialog(page).getByRole('link').count(), 0, 'nobody need sign in yet')
    assert.ok(await stay.evaluate(it => it === document.activeElement), 'the keyboard is in the dialog')
    await page.keyboard.press('Escape')
    assert.ok(await dialog(page).isVisible(), 'it does not go away unanswered')
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null), 'nor does the keyboard leave it')
    await stay.focus()
    await page.keyboard.press('Enter')
    await dialog(page).waitFor({ state: 'hidden' })
    await page.clock.runFor(5000)
    assert.equal(await dialog(page).count(), 0, 'the session is longer now')
    kit.clean(page)
    await page.context().close()
  })

  test('that has ended keeps what was typed: covered on the page, as a draft, and after signing in again', async () => {
    const page = await waiting('nurse')
    await page.goto('/referrals/new')
    for (const it of ['immediate_danger', 'police_told', 'same_day']) await page.locator(`[name="urgent.${it}"][value=no]`).check({ force: true })
    await press(page, 'Save and continue')
    await page.goto((await page.locator('main a[href*="/new/concern?"]').getAttribute('href')))
    await page.fill('[name="concern.what"]', TYPED)
    await Promise.all([page.waitForResponse(it => it.url().endsWith('/referrals/new/draft')), page.clock.runFor(2500)])

    // Signed out elsewhere, as the house does when the time is over.
    const other = await page.context().newPage()
    await other.goto('/account')
    await Promise.all([other.waitForEvent('load'), other.getByRole('button', { name: 'Sign out' }).click()])
    await toTheEnd(page, -2)
    await dialog(page).waitFor()
    assert.match(await dialog(page).innerText(), /You have been signed out/)
    assert.ok(await dialog(page).getByRole('link', { name: /Sign in/ }).isVisible())
    await kit.axe(page, 'session-ended')
    await kit.signInOn(other, 'nurse')
    await dialog(page).getByRole('button', { name: 'Carry on' }).click()
    await dialog(page).waitFor({ state: 'hidden' })
    assert.equal(await page.inputValue('[name="concern.what"]'), TYPED)

    // And whoever closed the page finds it among the drafts.
    await other.goto('/referrals/mine')
    await other.goto(await other.locator('main a[href*="/referrals/new?draft="]').first().getAttribute('href'))
    await other.goto(await other.locator('main a[href*="/new/concern?"]').getAttribute('href'))
    assert.equal(await other.inputValue('[name="concern.what"]'), TYPED)
    await page.context().close()
  })

  test('that has ended leaves nothing on the screen where nothing was typed', async () => {
    const page = await waiting('clerk')
    await page.goto('/account/access')
    const other = await page.context().newPage()
    await other.goto('/account')
    await Promise.all([other.waitForEvent('load'), other.getByRole('button', { name: 'Sign out' }).click()])
    await toTheEnd(page, -2)
    await page.waitForURL(/\/sign-in/)
    assert.match(await heading(page), /Sign in/)
    await page.context().close()
  })
})

describe('the keyboard alone', () => {
  test('skips to the content, sees where it is, and is led to what is wrong', async () => {
    const page = await kit.signIn('screener')
    await page.goto('/people')
    await page.keyboard.press('Tab')
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to main content/)
    assert.ok(await page.locator('.govuk-skip-link').evaluate(it => it.getBoundingClientRect().height > 20), 'the skip link is seen')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null), 'the first stop is in the content')
    // Every stop is seen as one: an outline, a shadow or another background.
    await page.goto('/advice/new')
    const seen = new Set()
    for (let nth = 0; nth < 25; nth++) {
      await page.keyboard.press('Tab')
      const it = await page.evaluate(() => {
        const on = document.activeElement
        const drawn = on.type === 'radio' || on.type === 'checkbox' ? getComputedStyle(on.nextElementSibling ?? on, '::before') : getComputedStyle(on)
        return { at: on.outerHTML.slice(0, 120), shown: drawn.outlineStyle !== 'none' || drawn.boxShadow !== 'none' }
      })
      assert.ok(it.shown, `the focus is not seen on ${it.at}`)
      seen.add(it.at)
    }
    assert.ok(seen.size > 10, 'the keyboard goes on')
    await page.goto('/advice/new')
    await press(page, /^(Save|Keep|Log)/)
    await errorsLeadToFields(page)
    assert.ok(await page.evaluate(() => document.activeElement.classList.contains('govuk-error-summary')), 'the summary of errors has the keyboard')
    await page.locator('.govuk-error-summary a').first().press('Enter')
    assert.ok(await page.evaluate(() => document.activeElement.closest('main form') !== null), await words(page))
    await page.context().close()
  })
})
