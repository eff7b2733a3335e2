/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  typedRoutes: false,
  // `npm test` checks the types of everything; a start need not do it once more.
  typescript: { ignoreBuildErrors: true },
  // The API under both addresses: Argyle's clients have /v1 built in.
  rewrites: async () => [
    { source: '/v1/:path*', destination: '/api/v1/:path*' },
    // What a browser asks for beside an answer that is no page.
    { source: '/favicon.ico', destination: '/icon.svg' },
  ],
}
