// Inside the frame: the way to the other pages stays open.
'use client'

export { PageError as default } from '@/components/feedback/page-error'
