// SPDX-License-Identifier: Apache-2.0
// mqtt_bench: what the MQTT client reaches. All of it in a network namespace of its own, with a
// Mosquitto of its own.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <vector>

#include "jobs.hpp"
#include "support/network_namespace.hpp"

int main(int argc, char** argv) {
    const auto reason = busbar::testing::enter_network_namespace(argv);
    if (!reason.empty()) {
        (void)std::fprintf(stderr, "mqtt_bench: %s\n", reason.c_str());
        return 1;
    }
    CLI::App app(
        "Measures the MQTT client; without a job all but `sparse` and `soak`, which take "
        "minutes.");
    std::string only;
    app.add_option("--transport", only, "mosquitto or paho (default: both)")
        ->check(CLI::IsMember({"mosquitto", "paho"}));
    int count = 0;
    app.add_option("--count", count, "messages; seconds for `harm` and `soak`");
    std::string job;
    app.add_option("job", job, "sparse, fleet, soak, harm or throughput")
        ->check(CLI::IsMember({"sparse", "fleet", "soak", "harm", "throughput"}));
    CLI11_PARSE(app, argc, argv);

    using mqtt_client::Library;
    int failed = 0;
    for (const auto library : {Library::Mosquitto, Library::Paho}) {
        const auto* name = library == Library::Paho ? "paho" : "mosquitto";
        if (!only.empty() && only != name) continue;
        std::printf("── %s\n", name);
        if (job == "sparse") failed |= mqtt_bench::sparse(library, count > 0 ? count : 100);
        if (job.empty() || job == "fleet") failed |= mqtt_bench::fleet(library, 20, 10'000);
        if (job == "soak") {
            failed |= mqtt_bench::soak(library, 20, 10'000, count > 0 ? count : 600);
        }
        if (job.empty() || job == "harm")
            failed |= mqtt_bench::harm(library, count > 0 ? count : 5);
        if (job.empty() || job == "throughput") {
            failed |= mqtt_bench::throughput(library, count > 0 ? count : 100'000);
        }
    }
    return failed;
}
