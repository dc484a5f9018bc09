// What one does to a record besides reading it: look for somebody first, make them, put details right, warn, restrict, allocate;
// and the forms beside the referral: advice, a concern about an adult, an action for a partner without an account.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { fillIn } from './fill.mjs'
import { mailed } from './hub.mjs'
import { both, errors, errorsLeadToFields, follow, heading, open, press, shot, submit, unfold, words } from './kit.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)
const noErrors = async page => assert.equal(await errors(page), '', new URL(page.url()).pathname)

describe('a record', () => {
  both('is looked for before it is made; its details are put right, it is restricted and allocated', async script => {
    const page = await kit.signIn('chair', { script })
    const [forenames, surname] = [script ? 'Wilfa' : 'Ebba', 'Thornacre']
    await page.goto('/people')
    await page.fill('main [name=line]', `${forenames} ${surname}`)
    await press(page, 'Search')
    await look(page, script, 'people-found')
    await page.goto(await page.locator('main a[href^="/people/new"]').getAttribute('href'))
    await submit(page)
    await errorsLeadToFields(page)
    await look(page, script, 'people-new-errors')
    await fillIn(page, { forenames, surname, 'birth.kind': undefined, 'birth.day-day': '4', 'birth.day-month': '5', 'birth.day-year': '2012', sex: undefined, '*': null })
    const nobody = page.locator('main [name=none_of_these]')
    if (await nobody.count() > 0) await nobody.check({ force: true })
    await submit(page)
    await noErrors(page)
    const address = `/people/${/HF-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(`${page.url()} ${await words(page)}`)[0]}`

    await page.goto(`${address}/warning`)
    await submit(page)
    await errorsLeadToFields(page)
    await look(page, script, 'person-warning-errors')
    await fillIn(page, { text: 'A dog that is not friendly: ring before you come.', 'review-day': '1', 'review-month': '6', 'review-year': '2027', seen_by: undefined })
    await submit(page)
    await noErrors(page)
    await page.goto(address)
    assert.match(await words(page), /A dog that is not friendly/)
    await look(page, script, 'person-warned')
    await follow(page, 'main a[href*="/details/warning/"]')
    await look(page, script, 'detail-warning')
    await page.goto(`${address}/merge`)
    await page.fill('main [name=other]', 'nobody')
    await submit(page)
    await errorsLeadToFields(page)
    await look(page, script, 'person-merge-errors')

    const manager = await kit.signIn('hubmanager', { script })
    for (const what of ['restrict', 'worker']) {
      await manager.goto(`${address}/${what}`)
      await look(manager, script, `person-${what}`)
      await submit(manager)
      await errorsLeadToFields(manager)
      await look(manager, script, `person-${what}-errors`)
    }
    await page.context().close()
    await manager.context().close()
  })
})

describe('beside the referral', () => {
  both('advice is logged and read again', async script => {
    const page = await kit.signIn('screener', { script })
    await page.goto('/advice/new')
    await press(page, /^(Save|Keep|Log)/)
    await errorsLeadToFields(page)
    await look(page, script, 'advice-errors')
    await fillIn(page, { '*-year': '2026', '*-age': null, 'asked.person': null })
    await press(page, /^(Save|Keep|Log)/)
    await noErrors(page)
    await page.goto('/advice')
    await follow(page, 'main table a[href^="/advice/HF-"]')
    await look(page, script, 'advice-one')
    await page.context().close()
  })

  both('a concern about an adult goes step by step', async script => {
    const page = await kit.signIn('nurse', { script })
    await page.goto('/concerns/adult/new')
    await fillIn(page, { '*immediate_danger': 'no', '*': null })
    await fillIn(page)
    await submit(page)
    await noErrors(page)
    const draft = new URL(page.url()).searchParams.get('draft')
    await look(page, script, 'adult-tasks')
    const steps = await page.locator('main a[href*="/concerns/adult/new/"]').evaluateAll(all => all.map(it => it.getAttribute('href')))
    for (const it of steps) {
      await page.goto(it)
      await look(page, script, `adult-${new URL(page.url()).pathname.split('/').at(-1)}`)
    }
    await page.goto(`/concerns/adult/new/check?draft=${draft}`)
    assert.match(await heading(page), /Check your answers/)
    await page.context().close()
  })

  both('a partner without an account answers an action by the link in their mail', async script => {
    const page = await kit.signIn('socialworker', { script })
    await page.goto('/actions')
    await follow(page, 'main a[href^="/actions/HF-"]')
    const fold = await unfold(page, 'Hand it over')
    await fold.locator('[name=owner][value=partner]').check({ force: true })
    const mail = `${script ? 'curlew' : 'dunlin'}@partner.example`
    await fold.locator('[name=partner]').fill('The Fernlight Project')
    await fold.locator('[name=partner_mail]').fill(mail)
    await press(page, 'Hand it over')
    await noErrors(page)
    const partner = await kit.visitor({ script })
    await partner.goto(await mailed(kit.hub.folder, mail, /\/answer\/[\w-]+/))
    await look(partner, script, 'answer')
    await submit(partner)
    await errorsLeadToFields(partner)
    await look(partner, script, 'answer-errors')
    await fillIn(partner)
    await submit(partner)
    await noErrors(partner)
    await look(partner, script, 'answered')
    await page.context().close()
    await partner.context().close()
  })
})
