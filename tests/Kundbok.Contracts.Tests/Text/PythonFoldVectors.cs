namespace Kundbok.Contracts.Tests.Text;

/// <summary>Made by python_vectors.py with Python's unicodedata 14.0.0.</summary>
internal static class PythonFoldVectors
{
    /// <summary>A scalar, a semicolon, and the scalars that it folds to.</summary>
    public const string Lines =
        """
        0041;0061
        00D4;006F
        0112;0065
        0150;006F
        0193;0260
        01E8;006B
        0228;0065
        030F;
        034B;
        0396;03B6
        03FE;037C
        0464;0465
        04D1;0430
        052A;052B
        05A3;
        0656;
        0746;
        08CC;
        093C;
        0A02;
        0B47;
        0CC3;
        0E35;
        0F7E;
        102D;
        10A4;2D04
        13B4;AB84
        13F0;13F8
        1923;
        1A78;
        1B40;
        1C34;
        1CDB;
        1D58;0075
        1DC3;
        1DFF;
        1E3B;006C
        1E77;0075
        1EB6;0061
        1EF2;0079
        1F35;03B9
        1F79;03BF
        1FB8;03B1
        1FFB;03C9
        208E;0029
        210E;0068
        215F;0031 2044
        2271;2265
        2483;0028 0031 0036 0029
        24BF;006A
        2C0B;2C3B
        2C8C;2C8D
        2DE8;
        2F22;590A
        2F5E;7384
        2F9A;8D64
        3000;0020
        30D3;30D2
        315E;1170
        319D;5929
        323A;0028 547C 0029
        327E;110B 116E
        32BB;0034 0036
        32F7;30EA
        3333;30D5 30A3 30FC 30C8
        336F;0032 0033 70B9
        33AB;006D 0070 0061
        33E7;0038 65E5
        A67C;
        A770;A76F
        A826;
        A951;
        AB5E;026B
        F92F;52DE
        F96B;53C3
        F9A7;7375
        F9E3;6CE5
        FA2B;98FC
        FA67;9038
        FAA5;761F
        FB13;0574 0576
        FB59;067E
        FB95;06AF
        FBF2;064A 06C6
        FC2E;0641 062D
        FC6A;0628 0631
        FCA6;062B 0645
        FCE2;0628 0647
        FD1E;062C 064A
        FD6C;0634 0645 0645
        FDAA;0634 062D 064A
        FE11;3001
        FE56;003F
        FE99;062B
        FED5;0642
        FF15;0035
        FF51;0071
        FF8D;30D8
        FFCE;116B
        1041C;10444
        1057D;105A4
        107A7;1DF08
        10C9A;10CDA
        11043;
        111BE;
        1136B;
        115BF;
        11837;
        119DC;
        11C34;
        11D43;
        16E5C;16E7C
        16F8F;
        1CF35;
        1D1C0;1D1BA
        1D438;0065
        1D475;006E
        1D4B9;0064
        1D4F8;006F
        1D539;0062
        1D57C;0071
        1D5B8;0079
        1D5F4;0067
        1D630;006F
        1D66C;0077
        1D6AA;03B3
        1D6E6;03B5
        1D722;03B7
        1D75E;03B9
        1D79A;03BB
        1D7D8;0030
        1DA14;
        1DA54;
        1E00E;
        1E910;1E932
        1EE29;064A
        1EE86;0632
        1F113;0028 0064 0029
        1F16A;006D 0063
        1F250;5F97
        2F830;537D
        2F86C;219C8
        2F8A8;614E
        2F8E4;688E
        2F920;7228
        2F95C;2597C
        2F998;82E5
        2F9D4;8CAB
        2FA10;2A0CE
        E012E;
        E016A;
        E01A6;
        E01E2;
        AC00;1100 1161
        AFE8;1101 116F 11BB
        B3D0;1103 1169 11B3
        B7B8;1105 1163 11AB
        BBA0;1106 1171 11BF
        BF88;1108 116B 11B7
        C370;110A 1165 11AF
        C758;110B 1174
        CB40;110D 116D 11BB
        CF28;110F 1167 11B3
        D310;1111 1161 11AB
        D6F8;1112 116F 11BF
        0000;0000
        1644;1644
        2AA2;2AA2
        3D09;3D09
        4AB5;4AB5
        5861;5861
        660D;660D
        73B9;73B9
        8165;8165
        8F11;8F11
        9CBD;9CBD
        FA1F;FA1F
        118ED;118ED
        145F3;145F3
        1796C;1796C
        18718;18718
        1D9AA;1D9AA
        2019A;2019A
        20F46;20F46
        21CF2;21CF2
        22A9E;22A9E
        2384A;2384A
        245F6;245F6
        253A2;253A2
        2614E;2614E
        26EFA;26EFA
        27CA6;27CA6
        28A52;28A52
        297FE;297FE
        2A5AA;2A5AA
        2B376;2B376
        2C12B;2C12B
        2CEE5;2CEE5
        2DC91;2DC91
        2EA3D;2EA3D
        30C08;30C08
        """;
}
