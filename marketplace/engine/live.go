package engine

import "github.com/chandler-dev/chandler/verifier/report"

// Removal is what deleting an instance would do.
type Removal struct {
	Goes  []RemovedObject `json:"goes"`
	Stays []RemovedObject `json:"stays" doc:"Such as PersistentVolumeClaims, with the data"`
	Hooks []RemovedObject `json:"hooks" doc:"What the app has run for its removal"`
}

// RemovedObject is an object that a removal is about.
type RemovedObject struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	Why  string `json:"why,omitempty" doc:"Why it stays, or its size"`
}

// Live is how an instance is on its cluster right now.
type Live struct {
	State   string            `json:"state" enum:"creating,upgrading,running,degraded,failed,deleting,unknown"`
	Reason  string            `json:"reason,omitempty"`
	Objects *report.AppStatus `json:"objects,omitempty" doc:"The Application's tree of objects, each with its readiness"`
}
