// Package images makes and reads deployer images without Docker.
//
// A package folder (OpenFolder) becomes a deployer image (Build) of two layers: the static deployer binary, and the
// package's /data and /data-test. It goes to an archive, a layout or a registry (WriteArchive, WriteLayout, Push),
// and comes back from any of them (OpenImage, Files). What is built is reproducible: same input, same digest.
package images
