// SPDX-License-Identifier: Apache-2.0
// What the tests of the configuration share: a schema, a state directory, and short words.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "config/schema.hpp"
#include "support/temporary_directory.hpp"

namespace busbar {

// A serialized FileDescriptorSet, "settings" or "wrong" (see proto/).
std::string descriptors(const std::string& name);
// The schema of busbar.test.v1.Settings.
std::unique_ptr<Schema> test_schema();

// References that all exist.
References everything_exists();

// "field:code" of each problem, sorted; warnings end with "?".
std::vector<std::string> brief(const Problems& problems);
std::vector<std::string> brief(const std::vector<DraftProblem>& problems);

// A change of an item of plugin "test".
Change put(const std::string& collection, const std::string& id, Json value);
Change patch(const std::string& collection, const std::string& id, Json value);
Change remove(const std::string& collection, const std::string& id);

// A configuration in a directory of its own, with the schema as plugin "test".
class ConfigurationTest : public ::testing::Test {
 protected:
    void SetUp() override { reopen(); }
    // As after a restart.
    void reopen();
    // Prepares and commits; fails the test when there is anything in the way.
    Committed change(std::vector<Change> changes);
    // Settings as the plugin "test" gets them, with secrets in clear, as JSON of visible fields.
    Json delivered(const std::string& collection, const std::string& id);
    [[nodiscard]] Configuration& configuration() { return *configuration_; }

    testing::TemporaryDirectory directory_;
    std::unique_ptr<Configuration> configuration_;
};

}  // namespace busbar
