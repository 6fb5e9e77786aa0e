package render

import "github.com/chandler-dev/chandler/schema"

// Dialect says what counts as a reference to a parameter in a manifest.
type Dialect = schema.EnvsubstDialect

// The dialects: GNU, the default, knows $name and ${name}; Drone also the functions of github.com/drone/envsubst within
// braces, such as ${name:-default}.
const (
	GNU   = schema.EnvsubstGNU
	Drone = schema.EnvsubstDrone
)
