package org.kanworkbench.files.tensors;

/** Packs signed codes of 2 to 8 bits without gaps, lowest bit of a byte first. */
final class BitPacking {

    private BitPacking() {}

    /** Number of bytes for a number of codes. */
    static long bytes(long codes, int bits) {
        return Math.ceilDiv(codes * bits, Byte.SIZE);
    }

    /** @param codes from −2^(bits−1) to 2^(bits−1) − 1 */
    static byte[] pack(byte[] codes, int bits) {
        byte[] packed = new byte[Math.toIntExact(bytes(codes.length, bits))];
        int waiting = 0;
        int count = 0;
        int at = 0;
        for (byte code : codes) {
            waiting |= (code & (1 << bits) - 1) << count;
            count += bits;
            if (count >= Byte.SIZE) {
                packed[at++] = (byte) waiting;
                waiting >>>= Byte.SIZE;
                count -= Byte.SIZE;
            }
        }
        if (count > 0) {
            packed[at] = (byte) waiting;
        }
        return packed;
    }

    /** Unpacks the first codes of an array. */
    static byte[] unpack(byte[] packed, int codes, int bits) {
        byte[] unpacked = new byte[codes];
        int waiting = 0;
        int count = 0;
        int at = 0;
        for (int n = 0; n < codes; n++) {
            if (count < bits) {
                waiting |= (packed[at++] & 0xff) << count;
                count += Byte.SIZE;
            }
            int shift = Integer.SIZE - bits;
            unpacked[n] = (byte) (waiting << shift >> shift);
            waiting >>>= bits;
            count -= bits;
        }
        return unpacked;
    }
}
