/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  typedRoutes: false,
  // The API under both addresses: Argyle's clients have /v1 built in.
  rewrites: async () => [{ source: '/v1/:path*', destination: '/api/v1/:path*' }],
}
