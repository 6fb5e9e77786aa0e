// Package manual is what there is to know about schema.yaml, as data: every key with its meaning, and every code that
// a problem can have. The known keys of the parser, the hints at misspelled ones, chandler schema explain, the pages of
// the reference and the JSON Schema for editors are all made of it, so that they cannot disagree.
//
// A new key is a Key in one of the files …keys.go, with more about it in articles/, if a sentence is not enough. A new
// code has a page in codes/ with a wrong and a mended example. Tests hold all of it to the parser;
// go test ./schema/manual -update writes the pages of docs/reference anew.
package manual
