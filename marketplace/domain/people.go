package domain

import "time"

// User is an account.
type User struct {
	Name     string `json:"name" doc:"Login; a DNS label"`
	Title    string `json:"title" doc:"What people call them"`
	Email    string `json:"email,omitempty"`
	Role     string `json:"role" doc:"Platform role"`
	Disabled bool   `json:"disabled"`
	// Password is the hash; it never leaves the store.
	Password string     `json:"-"`
	Language string     `json:"language,omitempty" doc:"en or ko"`
	Created  time.Time  `json:"created"`
	LastSeen *time.Time `json:"lastSeen,omitempty"`
	Revision int64      `json:"revision"`
}

// Role is a platform role.
type Role struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	Permissions []Permission `json:"permissions"`
	BuiltIn     bool         `json:"builtIn" doc:"Cannot be changed or deleted"`
	Users       int          `json:"users" doc:"How many have it"`
	Revision    int64        `json:"revision"`
}

// The built-in platform roles.
const (
	PlatformAdmin   = "platform-admin"   // everything
	PlatformRegular = "platform-regular" // browses the store, and what workspaces and projects give
)

// BuiltInRoles are the platform roles that every store has.
func BuiltInRoles() []Role {
	return []Role{
		{Name: PlatformAdmin, Title: "Platform administrator", Permissions: allPermissions(), BuiltIn: true},
		{Name: PlatformRegular, Title: "Platform regular", Permissions: []Permission{}, BuiltIn: true},
	}
}

// Workspace is a tenant.
type Workspace struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Members  int       `json:"members"`
	Projects int       `json:"projects"`
	Apps     int       `json:"apps"`
	Created  time.Time `json:"created"`
	Revision int64     `json:"revision"`
}

// WorkspaceRole is what a member is in a workspace.
type WorkspaceRole string

// The roles of a workspace.
const (
	WorkspaceAdmin   WorkspaceRole = "workspace-admin"   // everything in it
	WorkspaceRegular WorkspaceRole = "workspace-regular" // uploads and manages app templates
	WorkspaceViewer  WorkspaceRole = "workspace-viewer"  // looks
)

// WorkspaceRoles are all of them.
var WorkspaceRoles = []WorkspaceRole{WorkspaceAdmin, WorkspaceRegular, WorkspaceViewer}

// ProjectRole is what a member is in a project, and what its cluster takes the user for.
type ProjectRole string

// The roles of a project.
const (
	ProjectAdmin    ProjectRole = "admin"    // everything in it
	ProjectOperator ProjectRole = "operator" // installs, upgrades, removes
	ProjectViewer   ProjectRole = "viewer"   // looks
)

// ProjectRoles are all of them.
var ProjectRoles = []ProjectRole{ProjectAdmin, ProjectOperator, ProjectViewer}

// Member is a user in a workspace or in a project.
type Member struct {
	User  string    `json:"user"`
	Title string    `json:"title"`
	Role  string    `json:"role" doc:"workspace-admin, workspace-regular or workspace-viewer; in a project admin, operator or viewer"`
	Since time.Time `json:"since"`
}

// Project is a namespace on a cluster, of a workspace. Its name is the namespace's.
type Project struct {
	Name      string `json:"name"`
	Title     string `json:"title"`
	Workspace string `json:"workspace"`
	Cluster   string `json:"cluster"`
	// State is preparing, ready, failed or deleting; Message says why.
	State    string    `json:"state"`
	Message  string    `json:"message,omitempty"`
	Created  time.Time `json:"created"`
	Revision int64     `json:"revision"`
}

// The states of projects.
const (
	ProjectPreparing = "preparing"
	ProjectReady     = "ready"
	ProjectFailed    = "failed"
	ProjectDeleting  = "deleting"
)

// Invitation lets who has its link join a workspace.
type Invitation struct {
	ID        string        `json:"id"`
	Workspace string        `json:"workspace"`
	Role      WorkspaceRole `json:"role"`
	Email     string        `json:"email,omitempty" doc:"Who it is meant for"`
	By        string        `json:"by"`
	Created   time.Time     `json:"created"`
	Expires   time.Time     `json:"expires"`
	Accepted  *time.Time    `json:"accepted,omitempty"`
	// Hash is of the secret in the link; it never leaves the store.
	Hash string `json:"-"`
}

// Session is a sign-in of a browser.
type Session struct {
	Hash    string
	User    string
	Created time.Time
	Expires time.Time
	Seen    time.Time
}

// Token is a user's API token.
type Token struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	User    string     `json:"user"`
	Created time.Time  `json:"created"`
	Expires *time.Time `json:"expires,omitempty"`
	Used    *time.Time `json:"used,omitempty"`
	Hash    string     `json:"-"`
}

// Link is a one-time link by which the first administrator gets in.
type Link struct {
	Hash    string
	User    string
	Expires time.Time
}

// Purpose is what a cluster is for.
type Purpose string

// The purposes of clusters.
const (
	ForProjects     Purpose = "projects"     // people install there
	ForVerification Purpose = "verification" // versions are verified there
	ForBoth         Purpose = "both"
)

// Cluster is a Kubernetes that the store installs to.
type Cluster struct {
	Name    string  `json:"name"`
	Title   string  `json:"title"`
	Purpose Purpose `json:"purpose"`
	// Embedded is the name of an embedded cluster on this machine, whose nodes images are loaded into; else empty.
	Embedded string `json:"embedded,omitempty"`
	Server   string `json:"server" doc:"Address of its API server"`
	// State is unknown, reachable or unreachable; Message says why. Version and Nodes are what it said last.
	State    string     `json:"state"`
	Message  string     `json:"message,omitempty"`
	Version  string     `json:"version,omitempty"`
	Nodes    int        `json:"nodes,omitempty"`
	Seen     *time.Time `json:"seen,omitempty"`
	Created  time.Time  `json:"created"`
	Revision int64      `json:"revision"`
	// Kubeconfig is sealed; it never leaves the store.
	Kubeconfig []byte `json:"-"`
}

// The states of clusters.
const (
	ClusterUnknown     = "unknown"
	ClusterReachable   = "reachable"
	ClusterUnreachable = "unreachable"
)
