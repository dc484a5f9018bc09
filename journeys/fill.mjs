// Fills a form as a patient person would: what the journey says, and something sensible where a field must not be empty.

// `answers` is by field name: a text; a value or a list of values for radios, checkboxes and selects; `null` leaves alone.
// A name ends a pattern too: `*.surname` answers `child.surname` and `children-1.surname`.
export async function fillIn (page, answers = {}) {
  const seen = new Set()
  for (const field of await page.locator('main form [name]').all()) {
    const it = await field.evaluate(LOOK)
    if (['hidden', 'button', 'file'].includes(it.kind) || seen.has(it.name) || !it.seen) continue
    seen.add(it.name)
    const answer = answerTo(it.name, answers)
    if (answer !== null) await give(page, field, it, answer)
  }
}

// What a field is. Radios and checkboxes lie invisibly under their drawn twin; a select that scripts have made a field with
// suggestions stays in the form, unseen, and carries the value; all else must be seen.
const LOOK = it => {
  const choice = it.type === 'radio' || it.type === 'checkbox'
  const suggests = it.matches('select[data-autocomplete]') && it.style.display === 'none'
  const shown = choice || suggests ? it.parentElement : it
  return {
    name: it.name,
    kind: it.tagName === 'INPUT' ? it.type : it.tagName === 'TEXTAREA' ? 'text' : it.tagName.toLowerCase(),
    seen: shown.getClientRects().length > 0,
    suggests,
    value: it.value,
    inputmode: it.inputMode
  }
}

function answerTo (name, answers) {
  if (name in answers) return answers[name]
  const pattern = Object.keys(answers).find(it => it.startsWith('*') && name.endsWith(it.slice(1)))
  return pattern === undefined ? undefined : answers[pattern]
}

async function give (page, field, { name, kind, suggests, value, inputmode }, answer) {
  const choices = page.locator(`main form [name="${name}"]:not([type="hidden"])`)
  if (kind === 'radio' || kind === 'checkbox') {
    if (kind === 'checkbox' && answer === undefined) return
    const wanted = [answer].flat()
    if (answer === undefined) return choices.first().check({ force: true })
    for (const it of wanted) await page.locator(`main form [name="${name}"][value="${it}"]`).check({ force: true })
    return
  }
  if (suggests) {
    if (value !== '' && answer === undefined) return
    const words = await field.evaluate((it, wanted) => [...it.options].find(one => wanted ? one.value === wanted : one.value !== '').textContent.trim(), answer)
    const typed = field.locator('xpath=..').locator('.autocomplete__input')
    await typed.fill(words)
    await typed.press('Tab')
    return
  }
  if (kind === 'select') {
    if (answer !== undefined) await field.selectOption(answer)
    else if (value === '') await field.selectOption({ index: 1 })
    return
  }
  if (answer !== undefined) await field.fill(String(answer))
  else if (value === '') await field.fill(guess(name, kind, inputmode))
}

function guess (name, kind, inputmode) {
  const last = name.split(/[.\-_[\]]/).filter(Boolean).at(-1)
  if (kind === 'email' || /e-?mail/.test(name)) return 'rowan.ash@example.org'
  if (kind === 'tel' || /phone/.test(name)) return '01632 960001'
  if (last === 'day') return '12'
  if (last === 'month') return '3'
  if (last === 'year') return '2012'
  if (last === 'time') return '14:05'
  if (kind === 'date') return '2012-03-12'
  if (kind === 'number' || inputmode === 'numeric') return '14'
  if (/postcode/.test(name)) return 'ZZ99 3WZ'
  return 'Rowan'
}
