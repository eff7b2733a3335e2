/** Our own vectors beside the shared ones: what is refused without a setting, and what is not, `http` being allowed. */

// All of them the machine itself; a port may follow.
export const LOOPBACK_HOSTS = [
  '127.0.0.1', '127.0.1', '127.1', '127.0.0.0x1', '127.000.000.001', '0177.0.0.1', '0177.1', '0x7f.1', '0x7F000001', '0x7f.0x0.0x0.0x1',
  '2130706433', '017700000001', '127.0.0.1.', '0x7f.1.', '127.255.255.254', '0', '0x0', '00', '0.0.0.0', '0.0',
  '127。0。0。1', '127｡0｡0｡1', '127．0．0．1', '１２７.０.０.１', '𝟏𝟐𝟕.𝟎.𝟎.𝟏', '¹²⁷.⁰.⁰.¹', '①②⑦.0.0.1', '127.0.0.1\u00ad', '127.0.0\u200b.1',
  '127%2e0%2e0%2e1', '%31%32%37.0.0.1', '%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1', '127.0.0.%31',
  '[::1]', '[0:0:0:0:0:0:0:1]', '[0000:0000:0000:0000:0000:0000:0000:0001]', '[::0001]', '[::]', '[::0.0.0.1]', '[::127.0.0.1]', '[::7f00:1]',
  '[::ffff:127.0.0.1]', '[::FFFF:7F00:0001]', '[0:0:0:0:0:ffff:7f00:1]', '[::ffff:0:127.0.0.1]', '[::ffff:0.0.0.0]', '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2002:7f00:1:0:0:0:0:1]', '[2001:0:7f00:1::1]', '[2001:0:808:808::80ff:fffe]', '[::ffff:ffff:7f00:1]',
  'localhost', 'LOCALHOST', 'localhost.', 'loc\u00adalhost', 'loc%61lhost', '%6c%6f%63%61%6c%68%6f%73%74', 'ｌｏｃａｌｈｏｓｔ', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
  'a.localhost', 'a.LocalHost.', 'localhost.localdomain',
]

const PRIVATE_HOSTS = [
  '10.0.0.1', '10.1', '0xa.1', '012.1', '10.255.255.255', '172.16.0.1', '172.16.1', '172.31.255.255', '192.168.0.1', '192.168.257', '0xC0.0xA8.1.1',
  '0xc0a80101', '030052000401', '0300.0250.1.1', '3232235777', '100.64.0.1', '100.127.255.255', '169.254.1.1', '0.1.2.3', '192.0.0.8', '192.0.2.1',
  '192.88.99.2', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.9', '224.0.0.1', '239.1.1.1', '240.0.0.1', '255.255.255.255', '255.255.255.254',
  '[::ffff:10.0.0.1]', '[::ffff:192.168.1.1]', '[::ffff:0:10.0.0.1]', '[64:ff9b::10.0.0.1]', '[64:ff9b:1::a00:1]', '[2002:a00:1::1]', '[2002:c0a8:101::]',
  '[2001:0:a00:1::1]', '[2001:0:808:808::f5ff:fffe]', '[fc00::]', '[fd00::1]', '[fdff:ffff::1]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[feff::1]', '[ff02::1]', '[ff0e::1]',
  '[2001:db8::1]', '[2001:db8:ffff::]', '[2001:2::1]', '[2001:20::1]', '[2001:10::1]', '[100::1]', '[100:0:0:1::]', '[2620:4f:8000::1]', '[3fff::]', '[3fff:fff::1]', '[4000::1]', '[1::1]',
  '[::2]', '[::1:0:0]', '[5f00::]', '[8000::1]', '[64:ff9b:2::808:808]',
]

/** Those that no setting opens. */
export const METADATA_HOSTS = [
  '169.254.169.254', '169.254.169.253', '169.254.170.2', '169.254.170.23', '169.254.0.23', '169.254.42.42', '168.63.129.16', '100.100.100.200', '192.0.0.192',
  '2852039166', '0xA9FEA9FE', '0xa9.0xfe.0xa9.0xfe', '0251.0376.0251.0376', '169.254.43518', '169.16689662', '1684301000', '0xA83F8110', '169.254.169.254.',
  '１６９。２５４。１６９。２５４', '⑯⑨.254.169.254', '169%2e254.169.254', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[::169.254.169.254]', '[::ffff:0:a9fe:a9fe]',
  '[64:ff9b::169.254.169.254]', '[64:ff9b:1::a9fe:a9fe]', '[2002:a9fe:a9fe::]', '[2001:0:a9fe:a9fe::1]', '[2001:0:808:808::5601:5601]', '[fd00:ec2::254]', '[fd00:ec2::23]', '[fd20:ce::254]',
  '[fd00:42::42]', '[fd00:c1::a9fe:a9fe]', '[fe80::a9fe:a9fe]', '[::ffff:100.100.100.200]', '[64:ff9b::168.63.129.16]',
]

const NAMES = [
  'x.test', 'x.invalid', 'x.local', 'x.LOCAL', 'x.local.', 'x.localdomain', 'x.home.arpa', 'home.arpa', 'x.onion', 'x.svc', 'api.default.svc', 'kubernetes.default.svc.cluster.local',
  'x.internal', 'metadata.google.internal', 'metadata.google.internal.', 'host.docker.internal', 'x。ｌｏｃａｌ', 'instance-data', 'intranet', 'router.', 'com', 'a', 'xn--fiqs8s', '_', '-',
  '_a.example.com', 'a_.example.com', '-a.example.com', 'a-.example.com', 'a.-b.com', 'a..example.com', '.example.com', 'example.com..', '..', '*.example.com', 'a,b.com', 'a;b.com', "a'b.com", 'a$b.com',
  `${'a'.repeat(64)}.com`, `${'a.'.repeat(126)}toolong`, 'example.123', 'example.0x1', '1.2.3.4.5', '256.256.256.256', '1.2.3.256', '0x100000000', '1.2.3.09', 'a%40b.com', 'a%2fb.com', 'a%00b.com', 'a%0ab.com', 'a%25b.com', 'a%zzb.com',
]

const TEXTS = [
  '', ' ', 'example.com', '//example.com/', 'https:example.com', 'https:/example.com/', 'https:///example.com/', 'https//example.com', 'https://', 'https://#', 'https://?x', 'https:///', 'https://:443/',
  'http:/127.0.0.1/', 'http:\\\\127.0.0.1/', 'https:/\\127.0.0.1/', 'https://example.com\\@127.0.0.1/', 'https://127.0.0.1\\.example.com/', '\\\\127.0.0.1\\',
  'ftp://example.com/', 'gopher://127.0.0.1:6379/_', 'file:///etc/passwd', 'ws://example.com/', 'wss://example.com/', 'data:text/plain,x', 'ldap://example.com/', 'httpx://example.com/', 'http+unix://%2fvar%2frun%2fdocker.sock/',
  'view-source:https://example.com/', 'blob:https://example.com/x', 'javascript:alert(1)', 'mailto:a@example.com', 'h\u0000ttps://example.com/',
  ' https://example.com/', 'https://example.com/ ', '\nhttps://example.com/', 'https://exam\tple.com/', 'https://exam\nple.com/', 'https://example.com/\r\nHost: 127.0.0.1', 'https://example.com/a b', 'https://example.com\u00a0/',
  'https://example.com\u2028/', 'https://example.com\u3000/', 'https://example.com/\u0000', 'https://example.com/\u007f', 'https://example.com/\u0085',
  'https://a:b@example.com/', 'https://a@example.com/', 'https://@example.com/', 'https://:@example.com/', 'https://%40@example.com/', 'https://example.com:80@127.0.0.1/', 'https://example.com@[::1]/', 'https://a@127.0.0.1:80@example.com/',
  'https://127.0.0.1#@example.com/', 'https://127.0.0.1?@example.com/', 'https://127.0.0.1/@example.com/', 'https://127.0.0.1;.example.com/', 'https://127.0.0.1,example.com/',
  ...[1, 7, 20, 21, 22, 23, 25, 53, 110, 143, 389, 465, 587, 993, 2049, 2375, 2376, 3306, 5060, 5432, 6000, 6379, 6667, 9200, 10080, 11211, 27017].map((port) => `https://example.com:${port}/`),
  'https://example.com:0/', 'https://example.com:00022/', 'https://example.com:65536/', 'https://example.com:99999999999/', 'https://example.com:-1/', 'https://example.com:0x50/', 'https://example.com:80:80/', 'https://example.com:８０/', 'https://example.com:8e1/', 'https://1.1.1.1:6379/', 'https://[2606:4700::1111]:22/',
  'https://[127.0.0.1]/', 'https://[::1/', 'https://::1/', 'https://::1]/', 'https://[]/', 'https://[v1.a]/', 'https://[::1%25lo]/', 'https://[fe80::1%eth0]/', 'https://[::ffff:127.0.0.1.]/', 'https://[::ffff:999.0.0.1]/', 'https://[1:2:3]/', 'https://[::1].example.com/', 'https://[::ffff:127.1]/', 'https://[::ffff:0177.0.0.1]/', 'https://[::1]:80:80/',
  `https://example.com/${'a'.repeat(2048)}`, `https://example.com/${'ж'.repeat(1000)}`,
  // Our own address (APP_URL http://localhost:3000), apart from its inbox.
  'http://localhost:3000/', 'http://localhost:3000/api/v1/events', 'http://127.0.0.1:3000/inbox/token', 'http://[::1]:3000/inbox/token', 'http://localhost:3000/inbox/', 'http://localhost:3000/inbox', 'http://localhost:3000/inbox/a/b', 'http://localhost:3000/inbox/a/../../api/health/live',
  'http://localhost:3000/inbox/%2e%2e/api/health/live', 'http://localhost:3000/inbox/a%2fb', 'http://localhost:3000//inbox/a', 'https://localhost:3000/inbox/a', 'http://LOCALHOST.:3000/api', 'http://x@localhost:3000/inbox/a', 'http://localhost:3000/INBOX/a', 'http://localhost:3000/inbox/a.b',
]

export const REFUSED_URLS: readonly string[] = [
  ...[...LOOPBACK_HOSTS, ...PRIVATE_HOSTS, ...METADATA_HOSTS, ...NAMES].map((host, index) => (index % 2 === 0 ? `https://${host}/` : `http://${host}:8080/x`)),
  ...TEXTS,
]

export const ALLOWED_URLS: readonly string[] = [
  'https://example.com', 'https://EXAMPLE.com/', 'HTTPS://example.com/', 'http://example.com/', 'https://example.com./', 'https://example.com:443/', 'https://example.com:65535/', 'https://xn--fsqu00a.xn--0zwm56d/', 'https://bücher.example/', 'https://BÜCHER.example/',
  'https://8.8.8.8/', 'https://134744072/', 'https://9.255.255.255/', 'https://11.0.0.1/', 'https://172.15.255.255/', 'https://172.32.0.0/', 'https://192.167.255.255/', 'https://192.169.0.0/', 'https://100.63.255.255/', 'https://100.128.0.0/', 'https://126.255.255.255/', 'https://128.0.0.0/', 'https://169.253.255.255/', 'https://169.255.0.0/',
  'https://[2606:4700::1111]/', 'https://[2a00:1450::1]:8443/x', 'https://[2001:4860:4860::8844]/', 'https://[64:ff9b::8.8.8.8]/', 'https://[2002:808:808::1]/', 'https://[::ffff:8.8.8.8]/',
  'https://sub.local.example.com/', 'https://localhost.run/', 'https://svc.example.com/', 'https://my-internal.io/', 'https://test.com/', 'https://invalid.example.com/', 'https://thelocal.se/', 'https://123.example.com/', 'https://1.com/', 'https://a.co/', 'https://a--b.com/', 'https://exa_mple.example.com/', 'https://a_b-c.example.com/',
  'https://0x7f.example.com/', 'https://127.0.0.1.example.com/', 'https://169-254-169-254.example.com/', `https://${'a'.repeat(63)}.com/`,
  'https://example.com/?u=http://127.0.0.1/', 'https://example.com/@x', 'https://example.com/?a=@b', 'https://example.com/#@127.0.0.1', 'https://example.com/%2e%2e/', 'https://example.com/a?b=c%20d', 'https://example.com/%00', 'https://example.com/ü', 'https://hooks.slack.com/services/T000/B000/XXXX', 'https://example.com:8080/', 'https://example.com:3000/',
  'http://localhost:3000/inbox/token', 'http://localhost:3000/inbox/tok_1-a?x=1', 'http://LOCALHOST:3000/inbox/token',
]
