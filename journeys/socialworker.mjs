// The social worker: from an action to the person's page, the chronology, a note, the record on a day, an action done,
// and the glass broken for a record that is not hers.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fillIn } from './fill.mjs'
import { both, errorsLeadToFields, follow, heading, open, press, shot, submit, words } from './kit.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)

// The person of the first open action, and the action's own address.
async function fromAnAction (page, script) {
  await page.goto('/')
  await look(page, script, 'day-socialworker')
  await page.goto('/actions')
  await follow(page, 'main a[href^="/actions/HF-"]')
  const action = new URL(page.url()).pathname
  await look(page, script, 'action-socialworker')
  await follow(page, 'main a[href^="/people/HF-"]')
  return { action, person: new URL(page.url()).pathname }
}

// Dates without which the note would be of today.
const SAID = { kind: 'note', 'happened-day': '20', 'happened-month': '11', 'happened-year': '2026', '*-time': '10:30' }

describe('social worker', () => {
  both('finds a person, writes a note, reads the chronology and the record on a day, and does an action', async script => {
    const page = await kit.signIn('socialworker', { script })
    const { action, person } = await fromAnAction(page, script)
    await look(page, script, 'person-socialworker')
    const name = await heading(page)

    const about = script ? 'Talked by the canal' : 'Talked on the telephone'
    await page.goto(`${person}/note`)
    await press(page, 'Save the note')
    await errorsLeadToFields(page)
    await look(page, script, 'note-errors')
    await fillIn(page, { ...SAID, title: about, text: `${about}: she asked for the same worker next time.`, '*': null })
    await submit(page)
    assert.equal(await page.locator('.govuk-error-summary').count(), 0, await words(page))

    await page.goto(`${person}/chronology`)
    assert.ok((await words(page)).includes(about), 'the note stands in the chronology')
    await look(page, script, 'chronology-socialworker')
    await page.fill('main [name=look_for]', 'same worker')
    await press(page, 'Apply filters')
    assert.ok(!page.url().includes('same'), 'the words do not stand in the address')
    assert.ok((await words(page)).includes(about))
    await look(page, script, 'chronology-filtered')
    await follow(page, `main table a[href^="${person}/entries/"]`)
    await look(page, script, 'entry-socialworker')
    await follow(page, 'main a[href$="/correct"]')
    await look(page, script, 'entry-correct')
    await page.goto(`${person}/chronology?as=print`)
    assert.ok((await words(page)).includes(about))
    await look(page, script, 'chronology-print')

    // As we knew it on a day before: the note was not known then.
    await page.goto(person)
    await page.fill('main [name=on]', '22/11/2023')
    await press(page, 'Show')
    assert.match(await words(page), /As we knew it at the end of 22 November 2023/)
    assert.ok(!(await words(page)).includes(about))
    await look(page, script, 'person-on-a-day')
    await follow(page, /Show it as it is now/)
    assert.equal(await heading(page), name)

    await page.goto(action)
    await press(page, 'It is done')
    await errorsLeadToFields(page)
    await look(page, script, 'action-errors')
    await page.fill('main [name=evidence]', 'Rang the team; their answer is in the record.')
    await press(page, 'It is done')
    await page.goto(action)
    assert.match(await words(page), /Done/)
    kit.clean(page)
    await page.context().close()
  })

  both('finds by the field in the header, on a telephone too; nothing of it stands in the address', async script => {
    const page = await kit.signIn('socialworker', { script })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto('/actions')
    const field = page.locator('#hf-search')
    assert.ok(await field.isVisible())
    await field.fill('Moss')
    await Promise.all([page.waitForEvent('load'), field.press('Enter')])
    assert.match(page.url(), /\/search\/[0-9a-f-]+$/)
    assert.equal(await page.locator('main [name=line]').inputValue(), 'Moss')
    await look(page, script, 'search-found')
    kit.clean(page)
    await page.context().close()
  })

  test('reads suggestions while typing, goes to one by the keyboard, and searches with Enter all the same', async () => {
    const page = await kit.signIn('socialworker')
    await page.goto('/actions')
    await follow(page, 'main a[href^="/actions/HF-"]')
    await follow(page, 'main a[href^="/people/HF-"]')
    const [name, at] = [await heading(page), new URL(page.url()).pathname]
    await page.goto('/actions')
    await page.locator('#hf-search').focus()
    const field = page.getByRole('combobox', { name: 'Search people, referrals and records' })
    await field.waitFor()
    await field.pressSequentially(name, { delay: 20 })
    const option = page.getByRole('option').filter({ hasText: name }).first()
    await option.waitFor()
    assert.equal(await field.getAttribute('aria-expanded'), 'true')
    assert.ok(!page.url().includes(name.split(' ')[0]), 'nothing of it stands in the address')
    await kit.axe(page, 'search-suggestions')
    await page.keyboard.press('Escape')
    assert.equal(await field.getAttribute('aria-expanded'), 'false')
    await field.fill('')
    await field.pressSequentially(name, { delay: 20 })
    await option.waitFor()
    for (let nth = 0; nth < 20 && !(await option.getAttribute('aria-selected') === 'true'); nth++) await page.keyboard.press('ArrowDown')
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    assert.equal(new URL(page.url()).pathname, at)
    await page.locator('#hf-search').focus()
    await field.waitFor()
    await field.pressSequentially(name, { delay: 20 })
    await option.waitFor()
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
    assert.match(page.url(), /\/search\/[0-9a-f-]+$/)
    kit.clean(page)
    await page.context().close()
  })

  both('breaks the glass with a reason, and governance reviews it', async script => {
    // Somebody whom only the front door knows: the first referral's child, by the screener's eyes.
    const governance = await kit.signIn('governance', { script })
    const page = await kit.signIn(script ? 'officer' : 'youthworker', { script })
    await page.goto('/glass/new')
    await press(page, 'Break the glass')
    await errorsLeadToFields(page)
    await look(page, script, 'glass-errors')
    const reference = await closedTo(page, script)
    await page.goto('/glass/new')
    await page.fill('main [name=reference]', reference)
    await page.locator('main [name=reason][value=missing-now]').check({ force: true })
    await page.fill('main [name=words]', 'The police look for the child now and need to know where to look.')
    await press(page, 'Break the glass')
    await page.goto('/glass')
    await look(page, script, 'glass-broken')
    await page.goto(`/people/${reference}`)
    assert.ok((await heading(page)).length > 0)
    await look(page, script, 'person-by-glass')

    await governance.goto('/glass/review')
    await look(governance, script, 'glass-review')
    await governance.close()
    kit.clean(page)
    await page.context().close()
  })
})

// The reference of a record that this user may not open.
async function closedTo (page, script) {
  const screener = await kit.signIn('screener', { script })
  await screener.goto('/referrals?state=decided')
  const links = await screener.locator('main a[href^="/referrals/HF-"]').evaluateAll(all => all.map(it => it.getAttribute('href')))
  try {
    for (const referral of links.slice(0, 10)) {
      await screener.goto(referral)
      const person = screener.locator('main a[href^="/people/HF-"]').first()
      if (await person.count() === 0) continue
      const href = await person.getAttribute('href')
      const answer = await page.goto(href)
      if (answer.status() !== 200) return href.split('/').at(-1)
    }
  } finally {
    await screener.context().close()
  }
  assert.fail('every record is open to them')
}
