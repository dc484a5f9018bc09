// Every address of addresses.json as every persona who may see it: answered, accessible at desk and on the phone,
// console clean, and the same page without JavaScript.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { heading, open } from './kit.mjs'

// [{ "address": "/referrals", "who": ["screener"], "name": "referrals" }]; `who` empty: without an account.
// "from" names a page and "link" a selector on it where the address holds a reference of the demo.
const addresses = JSON.parse(readFileSync(new URL('addresses.json', import.meta.url), 'utf8'))

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

async function visit (page, it) {
  if (!it.from) return page.goto(it.address)
  await page.goto(it.from)
  const link = page.locator(it.link).first()
  assert.ok(await link.count() > 0, `${it.from} has nothing at ${it.link}`)
  return page.goto(await link.getAttribute('href'))
}

const pageOf = (user, how) => user === 'public' ? kit.visitor(how) : kit.signIn(user, how)

const users = [...new Set(addresses.flatMap(it => it.who.length > 0 ? it.who : ['public']))]
for (const user of users) {
  describe(user, () => {
    for (const it of addresses.filter(it => it.who.includes(user) || (user === 'public' && it.who.length === 0))) {
      test(`${it.address} is accessible`, async () => {
        const page = await pageOf(user)
        const answer = await visit(page, it)
        assert.equal(answer.status(), it.status ?? 200)
        await kit.axe(page, `${it.name ?? it.address.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}-${user}`)
        kit.clean(page)
        const plain = await pageOf(user, { script: false })
        await visit(plain, it)
        assert.equal(await heading(plain), await heading(page))
        await page.context().close()
        await plain.context().close()
      })
    }
  })
}
