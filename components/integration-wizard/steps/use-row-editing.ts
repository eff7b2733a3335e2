'use client'

import { useEffect, useRef, type ClipboardEvent } from 'react'
import { useDestination } from '../destination-context'
import { parsePastedRows } from '../state/parse-pasted-rows'

/** Adding rows by button and by pasting; the name of a row added by button takes the focus. */
export function useRowEditing(list: 'headers' | 'params') {
  const { form, dispatch, idOf } = useDestination()
  const focusKey = useRef<string | null>(null)

  useEffect(() => {
    if (focusKey.current === null) return
    document.getElementById(idOf(`${list}.${focusKey.current}.name`))?.focus()
    focusKey.current = null
  })

  const add = () => {
    const key = newRowKey(form[list])
    focusKey.current = key
    dispatch({ kind: 'addRows', list, rows: [{ key, name: '', value: '' }] })
  }

  const paste = (event: ClipboardEvent, key: string) => {
    const rows = parsePastedRows(event.clipboardData.getData('text'), list)
    if (rows === null) return
    event.preventDefault()
    const first = newRowNumber(form[list])
    // The row that was pasted into is replaced when it was still blank.
    const target = form[list].find((row) => row.key === key)
    if (target?.name === '' && target.value === '') dispatch({ kind: 'removeRow', list, key })
    dispatch({ kind: 'addRows', list, rows: rows.map((row, index) => ({ key: `r${first + index}`, ...row })) })
  }
  return { add, paste }
}

function newRowKey(rows: readonly { key: string }[]): string {
  return `r${newRowNumber(rows)}`
}

function newRowNumber(rows: readonly { key: string }[]): number {
  return Math.max(0, ...rows.map((row) => Number(row.key.replace(/^\D+/, '')) || 0)) + 1
}
