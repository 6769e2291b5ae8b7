package io.github.kafkaaudit.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The first bytes of every file of the spool: which format the rest has. */
enum SegmentHeader {
    /** Written by this version of the library, or damaged: then the checksums behind it decide. */
    KNOWN,
    /** Undamaged, and not of this version. */
    UNKNOWN_VERSION;

    static final int LENGTH = 16;

    static final int VERSION = 1;

    /** "KASPOOL" and a line feed. */
    private static final long MAGIC = 0x4B41_5350_4F4F_4C0AL;

    static byte[] bytes() {
        ByteBuffer header = ByteBuffer.allocate(LENGTH).putLong(MAGIC).putInt(VERSION);
        return header.putInt(checksum(header.array())).array();
    }

    static SegmentHeader of(byte[] header) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        boolean other =
                buffer.getLong(0) == MAGIC && buffer.getInt(8) != VERSION && buffer.getInt(12) == checksum(header);
        return other ? UNKNOWN_VERSION : KNOWN;
    }

    private static int checksum(byte[] header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header, 0, LENGTH - 4);
        return (int) checksum.getValue();
    }
}
