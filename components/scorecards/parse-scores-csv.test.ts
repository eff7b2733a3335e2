import { describe, expect, it } from 'vitest'
import { parseScoresCsv, toImportRequests } from './parse-scores-csv'

describe('a CSV file of scores', () => {
  it('reads quotes, line breaks, other separators and orders of columns', () => {
    const { lines, errors } = parseScoresCsv('\uFEFFscore;Domain;name;labels;observed at\r\n"600";Example.com;"A ""B""; C";EU|Critical;2026-01-02\r\n\r\n1,5;b.example;;;\n')
    expect(errors).toEqual([])
    expect(lines).toEqual([
      { line: 2, scorecard: { domain: 'example.com', name: 'A "B"; C', labels: ['EU', 'Critical'] }, score: { domain: 'example.com', score: 600, observedAt: '2026-01-02T00:00:00Z' } },
      { line: 4, scorecard: { domain: 'b.example' }, score: { domain: 'b.example', score: 1.5 } },
    ])
  })
  it('takes times as spreadsheets write them, and no score that may be a thousand or one', () => {
    const times = ['2026-01-02 10:00', '2026-01-02T10:00', '2026-01-02 10:00:30', '2026-01-02T10:00+02:00', '2026-01-02T10:00:00.5Z']
    const { lines } = parseScoresCsv(['domain;score;observedAt', ...times.map((time) => `a.example;1;${time}`)].join('\n'))
    expect(lines.map(({ score }) => score?.observedAt)).toEqual([
      '2026-01-02T10:00:00Z', '2026-01-02T10:00:00Z', '2026-01-02T10:00:30Z', '2026-01-02T10:00:00+02:00', '2026-01-02T10:00:00.5Z',
    ])
    const scores = parseScoresCsv('domain,score\na.example,"1,000"\na.example,1.000\na.example,1000\na.example,"700,5"\n')
    expect(scores.errors.map(({ line, message }) => [line, message.split(':')[0]])).toEqual([[2, 'score'], [3, 'score']])
    expect(scores.lines.map(({ score }) => score?.score)).toEqual([1000, 700.5])
  })
  it('says per line what is wrong', () => {
    const { lines, errors } = parseScoresCsv('domain,kind,score,observedAt,followed\na.example,vendor,1,,\nnothing,,1,,\nb.example,friend,1,,\nc.example,,9999,,\nd.example,,1,yesterday,\ne.example,,,,perhaps\n')
    expect(lines.map(({ line }) => line)).toEqual([2])
    expect(errors.map(({ line, message }) => [line, message.split(':')[0]])).toEqual([[3, 'domain'], [4, 'kind'], [5, 'score'], [6, 'observedAt'], [7, 'followed']])
  })
  it('needs a header', () => expect(parseScoresCsv('a.example,1').errors).toMatchObject([{ line: 1 }]))
  it('is imported by scorecards, each once, and by scores in the order of time', () => {
    const { lines } = parseScoresCsv('domain,tier,score,observedAt\na.example,1,3,2026-01-03\na.example,,1,2026-01-01\nb.example,,,\n')
    expect(toImportRequests(lines)).toEqual({
      scorecards: [[{ domain: 'a.example', tier: '1' }, { domain: 'b.example' }]],
      scores: [[{ domain: 'a.example', score: 1, observedAt: '2026-01-01T00:00:00Z' }, { domain: 'a.example', score: 3, observedAt: '2026-01-03T00:00:00Z' }]],
    })
  })
})
