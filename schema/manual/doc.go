// Package manual is what there is to know about schema.yaml, as data: every key with its meaning, and every code that
// a problem can have. The known keys of the parser, the hints at misspelled ones, chandler schema explain, the pages of
// the reference and the JSON Schema for editors are all made of it, so that they cannot disagree.
package manual
