// SPDX-License-Identifier: Apache-2.0
// PluginHouse: all of the runtime that plugins need, in a folder of the test's own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "busbar/asio_loop.hpp"
#include "plugin/changes.hpp"
#include "plugin/manager.hpp"
#include "runtime/bus/bus_client.hpp"
#include "support/eventually.hpp"
#include "support/temporary_directory.hpp"

namespace busbar {

class PluginHouse {
 public:
    ~PluginHouse() {
        bool stopped = false;
        manager().stop_all(std::chrono::seconds(5), [&](auto) { stopped = true; });
        (void)until([&] { return stopped; });
    }

    // Puts one of the built test plugins into the plugin folder, with a manifest if it has none.
    void install(const std::string& id) {
        namespace fs = std::filesystem;
        fs::create_directories(plugins_folder() / id);
        fs::copy(fs::path(BUSBAR_TEST_PLUGINS) / id, plugins_folder() / id,
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        if (!fs::exists(plugins_folder() / id / "manifest.json")) write_manifest(id);
    }
    void write_manifest(const std::string& id, const std::string& more = "") {
        write(id + "/manifest.json",
              R"({"id": ")" + id + R"(", "name": "T", "version": "1.0.0")" + more + "}");
    }
    void write(const std::string& file, const std::string& text) {
        const auto path = plugins_folder() / file;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    [[nodiscard]] std::filesystem::path plugins_folder() const {
        return directory_.path() / "plugins";
    }

    // Made when first asked for, with what is installed then.
    PluginManager& manager() {
        if (!manager_) {
            std::filesystem::create_directories(plugins_folder());
            configuration = Configuration::open(directory_.path()).value();
            PluginEnvironment environment{
                loop,
                bus,
                log,
                directory_.path() / "state",
                directory_.path() / "run",
                configuration->runtime_uuid(),
                {},
                {},
                {},
                [this](const std::string&, const std::string&, std::uint64_t) { ++records; }};
            manager_ = std::make_unique<PluginManager>(std::move(environment), *configuration);
            manager_->scan(plugins_folder());
            changes = std::make_unique<Changes>(bus, *configuration, *manager_);
        }
        return *manager_;
    }
    Instance& plugin(const std::string& id) { return *manager().find(id); }

    // Lets the loop turn until `condition` holds; false when it does not in time.
    [[nodiscard]] bool until(const std::function<bool()>& condition) {
        const auto deadline = Clock::now() + testing::kPatience;
        bool held = false;
        std::function<void()> look = [&] {
            held = condition();
            if (held || Clock::now() > deadline) return loop.quit();
            loop.call_at(loop.now() + std::chrono::milliseconds(1), look);
        };
        look();
        if (!held) loop.run();
        return held;
    }

    testing::TemporaryDirectory directory_;
    Log log{"off"};
    AsioLoop loop;
    SystemClock clock;
    Bus bus{clock, log.logger("bus")};
    std::unique_ptr<Configuration> configuration;
    std::unique_ptr<Changes> changes;
    std::size_t records = 0;  // of plugins that are watched

 private:
    std::unique_ptr<PluginManager> manager_;
};

}  // namespace busbar
