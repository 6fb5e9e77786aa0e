// Package schema reads schema.yaml, the contract between a package and whoever installs it, and resolves the values
// of its parameters.
//
// Bytes in, values out: Parse makes a Schema of a file and names every fault with its line and column, Overlay lays a
// test schema over it, Check holds it to the rules for newly built packages, and Resolve turns the parameters that a
// person gave into the values that manifests and charts are rendered with. No function of this package knows of a
// cluster or a network, and clock and randomness come from the Environment that the caller passes in.
package schema
