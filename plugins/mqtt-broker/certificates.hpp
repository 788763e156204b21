// SPDX-License-Identifier: Apache-2.0
// Certificates: which certificate the broker shows: one from files of the operator's, or ours.
#pragma once

#include <string>

#include "busbar/result.hpp"
#include "mqtt-broker/io/certificate.hpp"
#include "mqtt-broker/io/files.hpp"

namespace mqtt_broker {

// Belongs to the plugin's thread. Ours is kept in the directory `tls`, with the authority that
// signed it.
class Certificates {
 public:
    // Makes the directory where it is missing.
    [[nodiscard]] static busbar::Result<Certificates> open(const std::string& state_directory);

    // Of these two files. Fails with a sentence on what is wrong with them.
    [[nodiscard]] static busbar::Result<Certificate> from_files(const std::string& certificate_file,
                                                                const std::string& key_file,
                                                                WallTime now);
    // Ours; made anew when it runs out within kRenewBefore or lacks a name of this machine.
    [[nodiscard]] busbar::Result<Certificate> own(WallTime now) const;
    // What clients need in order to trust ours: PEM.
    [[nodiscard]] busbar::Result<std::string> authority(WallTime now) const;

 private:
    explicit Certificates(Directory directory) : directory_(std::move(directory)) {}
    [[nodiscard]] busbar::Result<Certificate> kept(const std::string& name) const;
    [[nodiscard]] busbar::Status keep(const std::string& name,
                                      const Certificate& certificate) const;
    [[nodiscard]] busbar::Result<Certificate> own_authority(WallTime now) const;

    Directory directory_;
};

}  // namespace mqtt_broker
