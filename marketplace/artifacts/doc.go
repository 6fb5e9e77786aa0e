// Package artifacts keeps what versions of apps are made of: charts, deployer images with their packages, and icons. It
// checks what is uploaded, turns charts into deployer images, and serves clusters what they pull.
//
// Everything is kept by digest in a registry on disk, in the layout of OCI for content and with a list for each
// repository of what is in it. The registry is this package's own and small: what it has to do is to keep content
// atomically, to check it when it is read, and to serve it by digest. The registry libraries that there are take what
// lies at a path for right, and bring exporters of telemetry and gRPC along.
package artifacts
