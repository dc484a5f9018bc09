// An exploitation assessment: the social worker starts it on a child's record, writes it part by part and proposes a level;
// the team manager authorises it; the record draws the levels over time; the indicators lead to their lists.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { fillIn } from './fill.mjs'
import { both, errors, errorsLeadToFields, follow, open, press, shot, words } from './kit.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)

// What the forms ask of everybody; the rest is answered by whatever stands first.
const SAID = { 'header.disability': 'NONE', 'header.manager': 'Marlow Mossgate', 'law.nrm_considered': 'no', 'law.arrested': 'no', 'outcome.level': '1' }

// Fills part after part until all answers stand to be checked; each part is looked at.
async function writes (page, script) {
  for (let nth = 0; nth < 25; nth++) {
    const part = new URL(page.url()).pathname.split('/').at(-1)
    if (part === 'check') return
    await look(page, script, `assessment-${part}`)
    await fillIn(page, SAID)
    await press(page, 'Save and continue')
  }
  assert.fail(`the assessment does not come to its end: ${page.url()} ${await errors(page)}`)
}

describe('assessment', () => {
  both('is written and proposed by the social worker, authorised by the team manager, and drawn over time', async script => {
    const page = await kit.signIn('socialworker', { script })
    await page.goto('/actions')
    await follow(page, 'main a[href^="/actions/HF-"]')
    await follow(page, 'main a[href^="/people/HF-"]')
    const person = new URL(page.url()).pathname
    await follow(page, 'main a[href$="/assessments"]')
    await look(page, script, 'person-assessments')
    await follow(page, 'main a[href^="/assessments/new"]')
    await press(page, 'Start')
    await errorsLeadToFields(page)
    await look(page, script, 'assessment-new-errors')
    // Each way has an instrument of its own: one worker has one assessment of a child under way on each.
    await page.locator(`main [name=instrument][value="${script ? 'F2-B' : 'F2-C'}"]`).check({ force: true })
    await press(page, 'Start')
    const write = new URL(page.url()).pathname
    assert.match(write, /\/write$/)
    await look(page, script, 'assessment-tasks')
    await page.goto(`${write}/check`)
    await look(page, script, 'assessment-check-missing')
    await page.goto(`${write}/outcome`)
    await press(page, 'Save and continue')
    await errorsLeadToFields(page)
    await look(page, script, 'assessment-outcome-errors')
    await page.goto(`${write}/header`)
    await writes(page, script)
    await look(page, script, 'assessment-check')
    assert.equal(await errors(page), '', 'everything is answered')
    assert.match(await words(page), /The level is your judgement/)
    await press(page, 'Propose this level')
    const assessment = new URL(page.url()).pathname
    await look(page, script, 'assessment-proposed')
    kit.clean(page)

    const manager = await kit.signIn('teammanager', { script })
    await manager.goto('/assessments?state=proposed')
    await look(manager, script, 'assessments')
    await manager.goto(assessment)
    await look(manager, script, 'assessment-to-authorise')
    await press(manager, 'Authorise')
    await errorsLeadToFields(manager)
    await manager.locator('main [name=level][value="2"]').check({ force: true })
    await manager.fill('main [name=reason]', 'Police know more than the form asks for.')
    await press(manager, 'Authorise')
    assert.match(await words(manager), /Why it differs: Police know more/)
    await manager.goto(`${person}/assessments`)
    assert.match(await words(manager), /Manager authorised 2/)
    assert.ok(await manager.locator('main svg[role=img]').count() > 0, 'the levels are drawn')
    await look(manager, script, 'levels-over-time')
    await manager.goto('/assessments/indicators?instrument=F2-A')
    await look(manager, script, 'indicators')
    const number = manager.locator('main td a[href*="item="]').first()
    const many = Number(await number.textContent())
    await manager.goto(await number.getAttribute('href'))
    assert.ok((await words(manager)).includes(String(many)), 'the list behind the number has as many rows')
    await look(manager, script, 'behind-a-number')
    kit.clean(manager)
    await manager.context().close()
    await page.context().close()
  })
})
