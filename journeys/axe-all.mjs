// Every address of addresses.json as every persona who may see it: answered, accessible at desk and on the phone,
// console clean, and the same page without JavaScript.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { heading, open } from './kit.mjs'

// [{ "address": "/referrals", "who": ["screener"], "name": "referrals" }]; `who` empty: without an account. Where the address
// holds a reference of the demonstration, "from" is a page, "links" are selectors to follow from it one after the other, and
// "end" is what the address goes on with; "status" where it is not 200.
const addresses = JSON.parse(readFileSync(new URL('addresses.json', import.meta.url), 'utf8'))

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

async function visit (page, it) {
  let answer = await page.goto(it.from ?? it.address)
  for (const selector of it.links ?? []) {
    const link = page.locator(selector).first()
    assert.ok(await link.count() > 0, `${page.url()} has nothing at ${selector}`)
    answer = await page.goto(await link.getAttribute('href'))
  }
  return it.end ? page.goto(`${new URL(page.url()).pathname}${it.end}`) : answer
}

const pageOf = (user, how) => user === 'public' ? kit.visitor(how) : kit.signIn(user, how)

const users = [...new Set(addresses.flatMap(it => it.who.length > 0 ? it.who : ['public']))]
for (const user of users) {
  describe(user, () => {
    // One page with JavaScript and one without, for all addresses of one persona.
    let page, plain
    after(() => Promise.all([page, plain].map(it => it?.context().close())))
    for (const it of addresses.filter(it => it.who.includes(user) || (user === 'public' && it.who.length === 0))) {
      test(`${it.address} is accessible`, async () => {
        page ??= await pageOf(user)
        plain ??= await pageOf(user, { script: false })
        const answer = await visit(page, it)
        assert.equal(answer.status(), it.status ?? 200)
        await kit.axe(page, `${it.name ?? it.address.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}-${user}`)
        kit.clean(page)
        await visit(plain, it)
        assert.equal(await heading(plain), await heading(page))
      })
    }
  })
}
