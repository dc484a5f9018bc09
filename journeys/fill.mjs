// Fills a form as a patient person would: what the journey says, and something sensible where a field must not be empty.

// `answers` is by field name: a text; a value or a list of values for radios, checkboxes and selects; `null` leaves alone.
// A name ends a pattern too: `*.surname` answers `child.surname` and `children-1.surname`.
export async function fillIn (page, answers = {}) {
  const seen = new Set()
  for (const field of await page.locator('main form [name]').all()) {
    const name = await field.getAttribute('name')
    const kind = await kindOf(field)
    if (kind === 'hidden' || kind === 'button' || kind === 'file' || seen.has(name) || !(await reachable(field, kind))) continue
    seen.add(name)
    const answer = answerTo(name, answers)
    if (answer !== null) await give(page, field, name, kind, answer)
  }
}

function answerTo (name, answers) {
  if (name in answers) return answers[name]
  const pattern = Object.keys(answers).find(it => it.startsWith('*') && name.endsWith(it.slice(1)))
  return pattern === undefined ? undefined : answers[pattern]
}

async function kindOf (field) {
  return field.evaluate(it => it.tagName === 'INPUT' ? it.type : it.tagName === 'TEXTAREA' ? 'text' : it.tagName.toLowerCase())
}

// Radios and checkboxes lie invisibly under their drawn twin; all else must be seen.
async function reachable (field, kind) {
  if (kind === 'radio' || kind === 'checkbox') return (await field.locator('xpath=..').boundingBox()) !== null
  return field.isVisible()
}

async function give (page, field, name, kind, answer) {
  const choices = page.locator(`main form [name="${name}"]:not([type="hidden"])`)
  if (kind === 'radio' || kind === 'checkbox') {
    if (kind === 'checkbox' && answer === undefined) return
    const wanted = [answer].flat()
    for (const choice of await choices.all()) {
      const value = await choice.getAttribute('value')
      if (answer === undefined || wanted.includes(value)) {
        await choice.check({ force: true })
        if (kind === 'radio') return
      }
    }
    return
  }
  if (kind === 'select') {
    if (answer !== undefined) await field.selectOption(answer)
    else if (await field.inputValue() === '') await field.selectOption({ index: 1 })
    return
  }
  if (answer !== undefined) await field.fill(String(answer))
  else if (await field.inputValue() === '') await field.fill(await guess(field, name, kind))
}

async function guess (field, name, kind) {
  const last = name.split(/[.\-_[\]]/).filter(Boolean).at(-1)
  if (kind === 'email' || /e-?mail/.test(name)) return 'rowan.ash@example.org'
  if (kind === 'tel' || /phone/.test(name)) return '01632 960001'
  if (last === 'day') return '12'
  if (last === 'month') return '3'
  if (last === 'year') return '2012'
  if (kind === 'date') return '2012-03-12'
  if (kind === 'number' || await field.getAttribute('inputmode') === 'numeric') return '14'
  if (/postcode/.test(name)) return 'ZZ99 3WZ'
  return 'Rowan'
}
