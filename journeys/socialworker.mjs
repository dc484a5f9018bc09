// The screener: what waits in the queue is opened, taken, and whom it is about is looked for before anybody is created.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { heading, open, shot } from './kit.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

describe('screener', () => {
  for (const script of [true, false]) {
    test(`goes from the queue to a referral and to the people it names, ${script ? 'with' : 'without'} JavaScript`, async () => {
      const page = await kit.signIn('screener', { script, again: !script })
      await page.goto('/referrals')
      await page.locator('main table a[href^="/referrals/HF-"]').first().click()
      await page.waitForURL(/\/referrals\/HF-/)
      if (script) await kit.axe(page, 'referral-screener')
      else await shot(page, 'referral-screener-plain')
      const take = page.locator('main form[action$="/take"] button')
      if (await take.count() > 0) {
        await Promise.all([page.waitForEvent('load'), take.first().click()])
      }
      const link = page.locator('main a[href*="/people/"]').first()
      assert.ok(await link.count() > 0, `somebody is named: ${await page.locator('main').innerText()}`)
      await link.click()
      await page.waitForEvent('load').catch(() => {})
      assert.ok((await heading(page))?.length > 0)
      if (script) await kit.axe(page, 'referral-person-screener')
    })
  }
})

describe('social worker', () => {
  test('finds a person, reads the page and the chronology', async () => {
    const page = await kit.signIn('socialworker')
    await page.goto('/actions')
    await page.locator('main a[href^="/actions/HF-"]').first().click()
    await page.waitForURL(/\/actions\/HF-/)
    await kit.axe(page, 'action-socialworker')
    await page.locator('main a[href^="/people/HF-"]').first().click()
    await page.waitForURL(/\/people\/HF-/)
    await kit.axe(page, 'person-socialworker')
    await page.goto(`${new URL(page.url()).pathname}/chronology`)
    await kit.axe(page, 'chronology-socialworker')
  })
})
