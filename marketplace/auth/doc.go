// Package auth tells who asks, and keeps what must not be read.
//
// Passwords are kept as argon2id hashes, secrets that are handed out (sessions, API tokens, invitations, one-time links)
// as SHA-256 hashes, and what the store itself has to read again (kubeconfigs, values) sealed by a key that lies outside
// the database. The middleware turns a request into a domain.Principal; what that one may do is domain's business.
package auth
