using Kundbok.Portal.Tests.Journeys;

[assembly: AssemblyFixture(typeof(Chromium))]
