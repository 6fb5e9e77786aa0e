// Package domain is the store's rules: its entities, what may become of them and who may do it. It is pure: no
// database, cluster, clock or network; what changes gets time and actor from its caller.
//
// Version actions are data (Transitions), and so are the rights (rules of May): there is one place for each.
package domain
