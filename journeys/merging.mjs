// Two records that were made one by mistake: taken apart again, and a person says to whom it belongs what was recorded in
// between. And a chronology that is longer than a page.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { both, follow, open, press, shot, submit, words } from './kit.mjs'

let kit
before(async () => { kit = await open() })
after(() => kit?.close())

const look = (page, script, name) => script ? kit.axe(page, name) : shot(page, `${name}-plain`)

// A command of the JSON interface in the name of whoever is signed in on the page.
async function command (page, name, body) {
  const answer = await page.request.post(`/api/v1/${name}`, { data: body })
  assert.equal(answer.status(), 200, `${name}: ${await answer.text()}`)
  return answer.json()
}

// A new record; gives its reference.
async function made (page, forenames, surname) {
  const searched = await command(page, 'people/search', { asked: { line: `${forenames} ${surname}` } })
  const birth = { kind: 'known', day: '2012-05-04' }
  const it = await command(page, 'people/create-person', {
    searched, none_of_these: true, new: { particulars: { forenames, surname, birth, sex: 'F' } }
  })
  return it.reference
}

describe('records', () => {
  both('that were merged by mistake are taken apart, and what was recorded in between finds its person', async script => {
    const screener = await kit.signIn('screener', { script })
    const chair = await kit.signIn('chair', { script })
    const surname = script ? 'Brackenridge' : 'Gorseley'
    const [elder, twin] = [await made(screener, 'Wilfa', surname), await made(screener, 'Wilfreda', surname)]

    await screener.goto(`/people/${elder}/merge`)
    await screener.fill('main [name=other]', twin)
    await press(screener, 'Compare')
    await look(screener, script, 'merge-beside')
    await screener.locator('main select[name=reason]').selectOption({ index: 1 })
    await press(screener, 'Merge these two records')
    assert.match(await words(screener), /Somebody else confirms it/)
    await chair.goto(`/people/${elder}/history`)
    await press(chair, 'Confirm the merge')

    // In between: a warning, and its line in the chronology.
    const said = `The gate of ${surname} sticks: push it.`
    await screener.goto(`/people/${twin}`)
    assert.ok(screener.url().endsWith(elder) || (await words(screener)).includes(elder), 'the twin leads to the record that was kept')
    await screener.goto(`/people/${elder}/warning`)
    await screener.fill('main [name=text]', said)
    for (const [part, value] of [['day', '1'], ['month', '6'], ['year', '2027']]) await screener.fill(`main [name=review-${part}]`, value)
    await screener.locator('main select[name=seen_by]').selectOption({ index: 1 })
    await submit(screener)
    await screener.goto(`/people/${elder}`)
    assert.ok((await words(screener)).includes(said))

    await chair.goto(`/people/${elder}/history`)
    const fold = chair.locator('main details', { hasText: 'They are not the same person' }).first()
    await fold.locator('summary').click()
    await fold.locator('select[name=reason]').selectOption({ index: 1 })
    await press(chair, 'Take the records apart')
    await screener.goto(`/people/${elder}/history`)
    await press(screener, 'Confirm the unmerge')
    assert.match(await words(screener), /To whom does this belong\?/)
    await look(screener, script, 'unmerge-assign')

    // Everything that waits is the twin's.
    const theirs = screener.getByRole('button', { name: `(${twin})` })
    for (let left = await theirs.count(); left > 0; left--) {
      assert.equal(await theirs.count(), left)
      await Promise.all([screener.waitForEvent('load'), theirs.first().click()])
      await screener.goto(`/people/${elder}/history`)
    }
    assert.doesNotMatch(await words(screener), /To whom does this belong\?/)
    await screener.goto(`/people/${twin}`)
    assert.ok((await words(screener)).includes(said), 'the warning is the twin’s')
    await look(screener, script, 'unmerged-twin')
    await screener.goto(`/people/${elder}`)
    assert.ok(!(await words(screener)).includes(said), 'and not the other’s')
    await screener.goto(`/people/${elder}/history`)
    assert.match(await words(screener), /Taken apart/)
    kit.clean(screener)
    await screener.context().close()
    await chair.context().close()
  })

  both('with a long chronology are read page by page, and every entry stands on exactly one', async script => {
    const page = await kit.signIn('socialworker', { script })
    await page.goto('/actions')
    await follow(page, 'main a[href^="/actions/HF-"]')
    await follow(page, 'main a[href^="/people/HF-"]')
    const at = new URL(page.url()).pathname
    const { id } = await (await page.request.get(`/api/v1${at}`)).json()
    for (let nth = 0; nth < 60; nth++) {
      const minute = String(nth).padStart(2, '0')
      await command(page, 'people/write-note', {
        person: id, kind: 'note', happened: `2026-11-20T09:${minute}:00Z`, title: `Call ${nth + 1}`, text: 'Nobody answered.'
      })
    }
    await page.goto(`${at}/chronology`)
    const total = Number(/(\d+) entries/.exec(await words(page))[1])
    assert.ok(total >= 60)
    const pages = Math.ceil(total / 50)
    const seen = []
    for (let nth = 1; ; nth++) {
      await look(page, script, `chronology-page-${nth}`)
      const links = await page.locator(`main a[href^="${at}/entries/"]`).evaluateAll(all => all.map(it => it.getAttribute('href')))
      seen.push(...new Set(links))
      const next = page.locator('.govuk-pagination__next a')
      if (await next.count() === 0) {
        assert.equal(nth, pages)
        break
      }
      await Promise.all([page.waitForEvent('load'), next.click()])
    }
    assert.equal(seen.length, total, 'every entry once')
    assert.equal(new Set(seen).size, total, 'and none twice')
    await Promise.all([page.waitForEvent('load'), page.locator('.govuk-pagination__prev a').click()])
    assert.ok((await page.locator('[aria-current=page]').allInnerTexts()).length > 0)
    kit.clean(page)
    await page.context().close()
  })
})
