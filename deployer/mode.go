package deployer

// Mode says what a deployer is run for.
type Mode string

// The modes of a deployer.
const (
	// Install applies the app and waits until it is ready: the entry point /bin/deploy.sh.
	Install Mode = "install"
	// Verify lays the test schema and the test manifests over the package, makes the namespace the owner of
	// cluster-scoped objects, and runs the testers: the entry point /bin/deploy_with_tests.sh.
	Verify Mode = "verify"
)
