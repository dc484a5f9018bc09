// A form changes by files alone: a referral that was sent before keeps the questions it was asked, a new one has the new.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fillIn } from './fill.mjs'
import { binary, root, serve } from './hub.mjs'
import { kitOf, submit, words } from './kit.mjs'

const OLD = 'What worries you?'
const NEW = 'What is it that worries you?'
const ADDED = 'What was the weather like?'

let kit
before(async () => { kit = await kitOf(await serve()) })
after(() => kit?.close())

// Sends the public form; gives the reference.
async function refers (page, answers) {
  await page.goto('/refer')
  await fillIn(page, { 'urgent.immediate_danger': 'no', 'concern.about': undefined, 'referrer.contact': 'no', ...answers, '*': null })
  await submit(page)
  const told = await words(page)
  assert.match(told, /We have received it/)
  return /HF-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(told)[0]
}

// The district's files, in which the public form has a second version from today on.
function changed (folder) {
  const dir = join(folder, 'district')
  cpSync(join(root, 'partnerships/example'), dir, { recursive: true })
  const form = join(dir, 'forms/referral-public.toml')
  const text = readFileSync(form, 'utf8')
  const today = new Date()
  const day = back => new Date(today - back * 86_400_000).toISOString().slice(0, 10)
  const next = text
    .replace('version = 1\nfrom = "2010-01-01"', `version = 2\nfrom = "${day(0)}"`)
    .replace(`label = "${OLD}"`, `label = "${NEW}"`)
    .replace('  { id = "when", label', `  { id = "weather", label = "${ADDED}", kind = "text", max = 50 },\n  { id = "when", label`)
  assert.notEqual(next, text)
  writeFileSync(join(dir, 'forms/referral-public-2.toml'), next)
  writeFileSync(form, text.replace('from = "2010-01-01"', `from = "2010-01-01"\nto = "${day(1)}"`))
  return dir
}

describe('a configuration of two versions', () => {
  test('an old referral keeps the questions it was asked, and a new one has the new', async () => {
    const before = await kit.visitor()
    const old = await refers(before, { 'concern.what': 'Strangers wait at the gate.' })
    await before.context().close()

    // The operator stops the hub, applies the files and starts it again.
    assert.equal(await kit.hub.stop({ keep: true }), 0)
    const dir = changed(kit.hub.folder)
    const data = join(kit.hub.folder, 'data')
    const told = execFileSync(binary, ['config', 'apply', dir, '--data', data], { encoding: 'utf8' })
    assert.match(told, /Version 2 is in force/)
    kit.hub = await serve({ folder: kit.hub.folder })

    const later = await kit.visitor()
    await later.goto('/refer')
    assert.ok((await words(later)).includes(NEW) && (await words(later)).includes(ADDED))
    await kit.axe(later, 'refer-version-2')
    const fresh = await refers(later, { 'concern.what': 'They wait again.', 'concern.weather': 'Fog' })

    const screener = await kit.signIn('screener', { again: true })
    await screener.goto(`/referrals/${old}`)
    const was = await words(screener)
    assert.ok(was.includes('Strangers wait at the gate.') && was.includes(OLD), was)
    assert.ok(!was.includes(NEW) && !was.includes(ADDED), 'the old one was never asked that')
    await kit.axe(screener, 'referral-version-1')
    await screener.goto(`/referrals/${fresh}`)
    const is = await words(screener)
    assert.ok(is.includes(NEW) && is.includes(ADDED) && is.includes('Fog'), is)
    await kit.axe(screener, 'referral-version-2')

    const admin = await kit.signIn('admin', { again: true })
    await admin.goto('/configuration')
    assert.match(await words(admin), /Version 2/)
    await admin.goto('/configuration/2')
    await kit.axe(admin, 'configuration-version-2')
    await admin.context().close()
    await screener.context().close()
    await later.context().close()
  })
})
