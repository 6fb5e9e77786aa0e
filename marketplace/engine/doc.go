// Package engine is what the app store does on clusters: it installs, upgrades and removes the instances of apps, and
// tells how they are.
//
// What touches a cluster takes plain inputs and gives plain outputs: it needs no database.
package engine
