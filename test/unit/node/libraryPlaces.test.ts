import { expect, test } from "vitest";
import { libraryPlacesOf } from "../../../src/node/files/libraryPlaces.ts";

test("where managers keep packages by themselves", () => {
  const places = libraryPlacesOf("/home/a", {});
  expect(places.goModules).toEqual(["/home/a/go/pkg/mod"]);
  expect(places.cargoRegistries[0]).toBe("/home/a/.cargo/registry/src");
  expect(places.gradleCaches).toEqual(["/home/a/.gradle/caches/modules-2/files-2.1"]);
  expect(places.nugetPackages).toEqual(["/home/a/.nuget/packages"]);
});

test("where variables say", () => {
  const places = libraryPlacesOf("/home/a", {
    GOMODCACHE: "/go/cache/",
    GOPATH: "/go/one",
    CARGO_HOME: "/cargo",
    GRADLE_USER_HOME: "/gradle",
    GEM_HOME: "/gems",
    NUGET_PACKAGES: "/nuget",
    MAVEN_OPTS: "-x",
  });
  expect(places.goModules).toEqual(["/go/cache", "/go/one/pkg/mod"]);
  expect(places.goSources[0]).toBe("/go/one/src");
  expect(places.cargoRegistries[0]).toBe("/cargo/registry/src");
  expect(places.gradleCaches).toEqual(["/gradle/caches/modules-2/files-2.1"]);
  expect(places.gems[0]).toBe("/gems/gems");
  expect(places.nugetPackages).toEqual(["/nuget"]);
});
