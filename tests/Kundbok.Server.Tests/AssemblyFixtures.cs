[assembly: AssemblyFixture(typeof(SharedPostgresFixture))]
