// The public: somebody without an account is worried about a child and tells the hub at /refer.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fillIn } from './fill.mjs'
import { errorsLeadToFields, heading, open, submit } from './kit.mjs'

const REFERENCE = /HF-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/
const STEPS = 20

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

// Goes on from page to page until a reference is told; gives it. Each page is looked at on the way.
async function refer (page, look) {
  await page.goto('/refer')
  for (let step = 1; step <= STEPS; step++) {
    await look?.(step)
    const told = REFERENCE.exec(await page.locator('main').innerText())
    if (told && await page.locator('.govuk-panel--confirmation').count() > 0) return told[0]
    if (await page.locator('main form').count() > 0) {
      await fillIn(page)
      await submit(page)
    } else {
      // A page that only says something leads on by its button.
      await Promise.all([page.waitForEvent('load'), page.locator('main a[role=button]').first().click()])
    }
    assert.equal(await page.locator('.govuk-error-summary').count(), 0, `step ${step}: ${await page.locator('.govuk-error-summary').allInnerTexts()}`)
  }
  assert.fail(`no reference after ${STEPS} pages; the last is “${await heading(page)}”`)
}

describe('somebody without an account', () => {
  test('refers a child, is given a reference, and every page on the way is accessible', async () => {
    const page = await kit.visitor()
    const reference = await refer(page, step => kit.axe(page, `refer-${step}`))
    assert.match(reference, REFERENCE)
    kit.clean(page)
  })

  test('can do the same without JavaScript', async () => {
    const page = await kit.visitor({ script: false })
    assert.match(await refer(page), REFERENCE)
  })

  test('is told to call 999 before anything is asked', async () => {
    const page = await kit.visitor()
    await page.goto('/refer')
    assert.match(await page.locator('main').innerText(), /999/)
  })

  test('is shown every mistake at once, each leading to its field', async () => {
    const page = await kit.visitor()
    await page.goto('/refer')
    while (await page.locator('main form').count() === 0) {
      await Promise.all([page.waitForEvent('load'), page.locator('main a[role=button]').first().click()])
    }
    await submit(page)
    await errorsLeadToFields(page)
    await kit.axe(page, 'refer-errors')
  })

  test('sees nothing of the hub without an account', async () => {
    const page = await kit.visitor()
    for (const address of ['/referrals', '/search', '/audit', '/']) {
      await page.goto(address)
      assert.equal(new URL(page.url()).pathname, '/sign-in', `${address} leads to signing in`)
    }
  })
})
