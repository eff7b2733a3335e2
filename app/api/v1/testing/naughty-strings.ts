/** Texts that break what does not treat text as text. */
export const naughtyStrings: readonly string[] = [
  '', ' ', '\t \n', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u2028\u2029', // blanks of all kinds
  '\u202egnp.exe', '\u2066\u2067\u2069', '\u0627\u0644\u0639\u0631\u0628\u064a\u0629 abc', // right to left
  '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇦🇨🇻', '❤️', // emoji of several code points
  `Z${'\u0315\u0334\u0362'.repeat(50)}`, 'e\u0301 vs \u00e9', '\uffff', '\ufffe', '\u{10ffff}', '\ue000', // combining floods, non-characters
  '\u0000', 'a\u0000b', '\u0001\u001b[31m\u007f', '\u0085', '\r\nSet-Cookie: a=b', // control characters
  '\ud800', '\udc00\ud800', 'a\udfff', // halves of surrogate pairs
  `'; DROP TABLE integration; --`, '" OR ""="', '\\', '\\u0000', '%', '_', '$1', '$$', 'E\'\\x00\'', // SQL
  '</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '&lt;b&gt;', '"><svg/onload=alert(1)>', 'javascript:alert(1)', // HTML
  '{{ notification.id }}', '{% assign x = 1 %}', '{{', '{% for', '${7*7}', '#{1}', '<%= 1 %>', // templates
  '$(touch /tmp/x)', '`id`', '; rm -rf ~', '| cat /etc/passwd', '../../etc/passwd', 'C:\\con\\con', 'file:///etc/passwd', // shells and paths
  '=1+1', '@SUM(A1)', '-1', '+1', // spreadsheets
  '%00', '%s%n', '%E0%80', '%c0%af', 'null', 'undefined', 'true', 'NaN', '1e999', '-0', '0x10', '1_000', '９', // words that are taken for values
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '[object Object]', 'then',
  'x'.repeat(1000), '😀'.repeat(101), 'ﷺ'.repeat(100),
]

/** Longer than any field may be. */
export const hugeString = 'y'.repeat(1024 * 1024)
