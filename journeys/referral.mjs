// One referral from the teacher who sends it to the front door that decides it: each step with and without JavaScript.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { fillIn } from './fill.mjs'
import { both, errors, errorsLeadToFields, follow, heading, open, press, shot, submit, unfold, words } from './kit.mjs'

const REFERENCE = /HF-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/
const WHY = 'She was seen getting into a car that nobody at home knows, and came back with a new telephone.'
const PDF = { name: 'timeline.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
const PROGRAM = { name: 'timeline.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0090\u0000 This program cannot be run') }

// What must be said; everything else is left empty (`*`).
const SAID = {
  ...Object.fromEntries([
    '*referrer.name', '*referrer.role', '*referrer.agency', '*referrer.source', '*.concern_at-day', '*.concern_at-month', '*.concern_at-time',
    '*.sex', '*.ethnicity', '*.first_language', '*.born-day', '*.born-month', '*.born-year'
  ].map(it => [it, undefined])),
  '*.surname': 'Ashenbeck', '*.phone': '01632 960123', '*.email': 'tamsin@hollinbeck.example', '*.concern_at-year': '2026',
  '*.not_named': 'no', '*.wants_feedback': 'yes', '*.disability': 'NONE', '*.send': 'no', '*.looked_after': 'no',
  '*_told': 'yes', '*_agrees': 'yes', '*.early_help': 'no', '*.cin': 'no', '*.cpp': 'no', '*.cla': 'no', '*.youth_justice': 'no', '*.police': 'no',
  '*.health': 'no', '*': null
}

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

// Accessible where scripts run; without them it is the same page.
const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)

const noErrors = async page => assert.equal(await errors(page), '', new URL(page.url()).pathname)

// Answers the pages of the task list that must be answered, one after the other.
async function answerAll (page, child, script) {
  for (const group of ['referrer', 'children', 'carers', 'history', 'consent']) {
    const link = page.locator(`main a[href*="/new/${group}?"]`).first()
    if (await link.count() === 0) await follow(page, 'main a[href*="/new?draft="], .govuk-back-link')
    await follow(page, `main a[href*="/new/${group}?"]`)
    await fillIn(page, { '*.forename': child, ...SAID })
    if (script !== undefined) await look(page, script, `referral-new-${group}`)
    await submit(page)
    await noErrors(page)
    await page.goto(`/referrals/new?draft=${new URL(page.url()).searchParams.get('draft')}`)
  }
}

const CALM = { 'urgent.immediate_danger': 'no', 'urgent.police_told': 'no', 'urgent.same_day': 'no' }

// Sends a referral of a child without a mistake; gives its reference.
async function send (page, child) {
  await page.goto('/referrals/new')
  await fillIn(page, CALM)
  await submit(page)
  const draft = new URL(page.url()).searchParams.get('draft')
  await follow(page, 'main a[href*="/new/concern?"]')
  await page.fill('[name="concern.what"]', WHY)
  await page.fill('[name="concern.what-evidence-who"]', 'Her form tutor')
  await submit(page)
  await page.goto(`/referrals/new?draft=${draft}`)
  await answerAll(page, child)
  await page.goto(`/referrals/new/check?draft=${draft}`)
  return REFERENCE.exec(await press(page, 'Send'))[0]
}

// Sends a referral of a child with every mistake on the way, a draft and a file; gives its reference.
async function sendAfterMistakes (page, child, script) {
  await page.goto('/referrals/new')
  await submit(page)
  await errorsLeadToFields(page)
  await look(page, script, 'referral-new-errors')
  await fillIn(page, CALM)
  await submit(page)
  await look(page, script, 'referral-new-tasks')

  // A mistake keeps what was typed; a draft keeps it for another day.
  await follow(page, 'main a[href*="/new/concern?"]')
  await page.fill('[name="concern.where"]', 'By the bus station')
  await submit(page)
  await errorsLeadToFields(page)
  assert.equal(await page.inputValue('[name="concern.where"]'), 'By the bus station')
  await look(page, script, 'referral-new-concern-errors')
  await page.fill('[name="concern.what"]', WHY)
  await page.fill('[name="concern.what-evidence-who"]', 'Her form tutor')
  assert.match(await press(page, 'Save and come back later'), /Your draft is saved/)
  await look(page, script, 'referrals-mine-draft')
  await follow(page, 'main a[href*="/referrals/new?draft="]')
  await follow(page, 'main a[href*="/new/concern?"]')
  assert.equal(await page.inputValue('[name="concern.what"]'), WHY)
  await submit(page)
  await noErrors(page)
  const draft = new URL(page.url()).searchParams.get('draft')
  await page.goto(`/referrals/new?draft=${draft}`)
  await answerAll(page, child, script)

  // A program that says it is a document is refused with reasons; a document is kept.
  await follow(page, 'main a[href*="/new/files?"]')
  await page.locator('main input[type=file]').first().setInputFiles(PROGRAM)
  await submit(page)
  await errorsLeadToFields(page)
  await look(page, script, 'referral-new-files-errors')
  await page.locator('main input[type=file]').first().setInputFiles(PDF)
  await submit(page)
  await page.goto(`/referrals/new/check?draft=${draft}`)
  const all = await words(page)
  for (const it of [WHY, 'By the bus station', 'timeline.pdf', child]) assert.ok(all.includes(it), `${it} is among the answers`)
  await look(page, script, 'referral-new-check')
  const sent = REFERENCE.exec(await press(page, 'Send'))
  assert.ok(sent, 'a reference is told')
  await look(page, script, 'referral-sent')
  return sent[0]
}

async function decide (page, reference, script) {
  await page.goto(`/referrals/${reference}`)
  await press(page, 'Decide')
  await errorsLeadToFields(page)
  await look(page, script, 'referral-decision-errors')
  await page.locator('main [name=decision][value=s17_assessment]').check({ force: true })
  await page.fill('main [name=rationale]', 'The child may be in need: unknown adults and new things.')
  await page.locator('main [name=concern][value=yes]').check({ force: true })
  await page.fill('main [name=outcome_words]', 'Thank you. A social worker will see her this week.')
  await press(page, 'Decide')
  await noErrors(page)
}

describe('a referral', () => {
  both('is sent, asked about, linked, decided, heard in the daily meeting', async script => {
    const child = script ? 'Marnie' : 'Odile'
    const teacher = await kit.signIn('teacher', { script })
    const reference = await sendAfterMistakes(teacher, child, script)
    await teacher.goto('/referrals/mine')
    assert.ok((await words(teacher)).includes(reference))

    // The screener takes it, looks for the child before anybody is created, and asks the teacher.
    const screener = await kit.signIn('screener', { script })
    await screener.goto('/referrals')
    await follow(screener, `main a[href="/referrals/${reference}"]`)
    await press(screener, /^Take/)
    await look(screener, script, 'referral-taken')
    await follow(screener, `main a[href^="/referrals/${reference}/people/"]`)
    await look(screener, script, 'referral-person')
    await press(screener, /make a new record/i)
    assert.match(await words(screener), new RegExp(`${child} Ashenbeck`))
    await screener.goto(`/referrals/${reference}`)
    await unfold(screener, 'Ask the referrer')
    await press(screener, 'Ask the referrer')
    await errorsLeadToFields(screener)
    await look(screener, script, 'referral-ask-errors')
    await screener.fill('main [name=ask]', 'Did she say who drove the car?')
    await press(screener, 'Ask the referrer')
    await look(screener, script, 'referral-asked')

    // The teacher answers and adds something; a page to print has both.
    await teacher.goto(`/referrals/${reference}`)
    assert.match(await words(teacher), /Did she say who drove the car\?/)
    await teacher.fill('main [name=words]', 'A friend of her brother, she thinks.')
    await look(teacher, script, 'referral-answer')
    await press(teacher, 'Send the answer')
    await teacher.fill('main [name=words]', 'She was collected again today.')
    await press(teacher, 'Add')
    await follow(teacher, 'main a[href$="/copy"]').catch(() => teacher.goto(`/referrals/${reference}/copy`))
    const copy = await words(teacher)
    for (const it of [WHY, 'A friend of her brother', 'collected again']) assert.ok(copy.includes(it), `the copy says: ${it}`)
    await look(teacher, script, 'referral-copy')

    // The screener decides with a reason; the teacher reads the words that are meant for them, the chair hears the concern.
    await decide(screener, reference, script)
    await look(screener, script, 'referral-decided')
    await teacher.goto(`/referrals/${reference}`)
    assert.match(await words(teacher), /A social worker will see her this week/)
    const chair = await kit.signIn('chair', { script })
    await chair.goto('/concerns/waiting')
    assert.ok((await words(chair)).includes(reference))
    await look(chair, script, 'concerns-waiting-one')
    await press(chair, /heard/i)
    assert.ok(!(await words(chair)).includes(reference), 'what was heard waits no more')
    for (const page of [teacher, screener, chair]) {
      kit.clean(page)
      await page.context().close()
    }
  })

  both('is handed over by the screener and withdrawn by the teacher', async script => {
    const teacher = await kit.signIn('teacher', { script })
    const reference = await send(teacher, script ? 'Petra' : 'Isolde')
    const screener = await kit.signIn('screener', { script })
    await screener.goto(`/referrals/${reference}`)
    await press(screener, /^Take/)
    const fold = await unfold(screener, 'Hand over')
    await fold.locator('select').selectOption({ index: 1 })
    await press(screener, 'Hand over')
    assert.match(await words(screener), /Copperdale/)
    await teacher.goto(`/referrals/${reference}`)
    await unfold(teacher, 'Withdraw')
    await press(teacher, /^Withdraw/)
    await errorsLeadToFields(teacher)
    await look(teacher, script, 'referral-withdraw-errors')
    await teacher.fill('main [name=reason]', 'It was another child: the school has sent a new referral.')
    await press(teacher, /^Withdraw/)
    assert.match(await words(teacher), /Withdrawn/)
    await look(teacher, script, 'referral-withdrawn')
    assert.ok(await heading(teacher))
    await teacher.context().close()
    await screener.context().close()
  })
})
